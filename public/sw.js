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
	// The query of the page holds a scenario; the file is the same for all of them.
	const ignoreSearch = request.mode === 'navigate';
	event.respondWith(
		caches
			.open(NAME)
			.then((cache) => cache.match(request, { ignoreSearch }))
			.then((kept) => kept ?? fetch(request)),
	);
});
