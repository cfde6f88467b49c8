/* Keeps the page on this machine, so that a second visit needs no network. The build writes the
   list of files (precache.js); a new build is another list, and replaces the copy on a later visit. */
importScripts('./precache.js');

const { version, files } = self.precache;
const NAME = `push-or-poll-${version}`;

self.addEventListener('install', (event) => {
	event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(files)));
});

self.addEventListener('activate', (event) => {
	const outdated = (name) => name.startsWith('push-or-poll-') && name !== NAME;
	event.waitUntil(
		caches
			.keys()
			.then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name)))),
	);
});

self.addEventListener('fetch', (event) => {
	const { request } = event;
	if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
	event.respondWith(request.mode === 'navigate' ? page(request) : file(request));
});

/** How long the network may take to give a page newer than the copy, ms. */
const PATIENCE = 1000;

async function page(request) {
	// The query of the page holds a scenario; the file is the same for all of them.
	const kept = await keptOf(request, { ignoreSearch: true });
	if (!kept) return fetch(request);
	const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
	const fresh = fetch(request).then((answer) => (answer.ok ? answer : kept));
	return Promise.race([fresh.catch(() => kept), late]);
}

async function file(request) {
	return (await keptOf(request)) ?? fetch(request);
}

async function keptOf(request, options) {
	const cache = await caches.open(NAME);
	return cache.match(request, options);
}
