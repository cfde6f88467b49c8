import { trusted } from './trusted.ts';

/**
 * Keeps the page on this machine for the next visit. A guest in a frame keeps nothing; where service
 * workers are refused, the page only needs its network again.
 */
export function keepForOffline(): void {
	const isGuest = window.parent !== window;
	if (!import.meta.env.PROD || isGuest || !('serviceWorker' in navigator)) return;
	// After the first figures: nobody waits for it.
	addEventListener('load', () => {
		void navigator.serviceWorker.register(trusted('./sw.js')).catch(() => undefined);
	});
}
