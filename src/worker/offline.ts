import { trusted } from './trusted.ts';

/**
 * Keeps the page on this machine for the next visit; to be called after the first figures, since it
 * fetches all files there are, and not by a guest in a frame, who keeps nothing. Where service
 * workers are refused, the page only needs its network again.
 */
export function keepForOffline(): void {
	if (!import.meta.env.PROD) return;
	void register().catch(() => undefined);
}

/** Rejects also where there is none to ask: on a page that is not secure, and in some private windows. */
async function register(): Promise<void> {
	await navigator.serviceWorker.register(trusted('./sw.js'));
}
