/**
 * Gives a function that waits until what has already arrived (messages, input, a frame to draw) was
 * dealt with. A message to oneself does that at once; `setTimeout` would wait 4 ms, and a second or
 * more in a hidden tab.
 */
export function createTurns(): () => Promise<void> {
	const { port1, port2 } = new MessageChannel();
	const waiting: (() => void)[] = [];
	port1.onmessage = () => waiting.shift()?.();
	return () =>
		new Promise((resolve) => {
			waiting.push(resolve);
			port2.postMessage(null);
		});
}
