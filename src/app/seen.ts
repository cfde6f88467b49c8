/** What can be played, and paused while nobody looks. */
export interface Player {
	readonly playing: boolean;
	play(): void;
	pause(): void;
}

/**
 * Tells whenever an element comes on or goes off the reader's screen, or its page does; in a frame
 * the screen is that of the page around it. The function that comes back ends that.
 */
export function onSeen(element: Element, tell: (seen: boolean) => void): () => void {
	let onScreen = false;
	const say = () => tell(onScreen && !document.hidden);
	const observer = new IntersectionObserver((entries) => {
		onScreen = entries.at(-1)?.isIntersecting ?? false;
		say();
	});
	observer.observe(element);
	document.addEventListener('visibilitychange', say);
	return () => {
		observer.disconnect();
		document.removeEventListener('visibilitychange', say);
	};
}

/** Calls back once, as soon as the element is seen. */
export function whenSeen(element: Element, callback: () => void): void {
	const stop = onSeen(element, (seen) => {
		if (!seen) return;
		stop();
		callback();
	});
}

/** Calls back when what has changed in the document is on screen. The function that comes back prevents it. */
export function afterPaint(callback: () => void): () => void {
	let frame = requestAnimationFrame(() => (frame = requestAnimationFrame(callback)));
	return () => cancelAnimationFrame(frame);
}

const waiting = new Set<() => void>();

/** Calls back in a task of its own, after those that asked before. The function that comes back prevents it. */
export function inTurn(callback: () => void): () => void {
	if (waiting.size === 0) setTimeout(takeTurn);
	waiting.add(callback);
	return () => waiting.delete(callback);
}

function takeTurn(): void {
	const [next] = waiting;
	if (next === undefined) return;
	waiting.delete(next);
	if (waiting.size > 0) setTimeout(takeTurn);
	next();
}
