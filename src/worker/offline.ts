import { trusted } from './trusted.ts';

/**
 * Keeps the page on this machine for the next visit; to be called after the first figures, since it
 * fetches all files there are. A guest in a frame keeps nothing; where service
 * workers are refused, the page only needs its network again.
 */
export function keepForOffline(): void {
	const isGuest = window.parent !== window;
	if (!import.meta.env.PROD || isGuest) return;
	// Undefined where the page is not secure, and in some private windows; to a guest even the question is forbidden.
	const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;
	if (!workers) return;
	void workers.register(trusted('./sw.js')).catch(() => undefined);
}
