/*
	Push or Poll on a host page: frames as high as their content, and what happens in them as events.
	Load it once and mark the frames: <iframe data-push-or-poll src="https://HOST/?embed=1">.
	The protocol is in docs/EMBED.md. No other file is loaded, and nothing is stored or sent.
*/
(() => {
	const MARK = 'iframe[data-push-or-poll]';
	const ENVELOPE = { source: 'push-or-poll', version: 1 };
	/** No page of ours is higher, pixels. */
	const HIGHEST = 20_000;

	/** What each frame was sent before it could hear; undefined once it can. */
	const waiting = new Map();

	addEventListener('message', ({ source, data }) => {
		if (!data || data.source !== ENVELOPE.source || data.version !== ENVELOPE.version) return;
		const frames = [...document.querySelectorAll(MARK)];
		const frame = frames.find(({ contentWindow }) => contentWindow === source);
		if (!frame) return;
		const late = waiting.get(frame) ?? [];
		waiting.set(frame, undefined);
		for (const message of late) post(frame, message);
		if (data.type === 'height' && data.height > 0 && frame.dataset.pushOrPoll !== 'fixed') {
			frame.style.height = `${Math.min(HIGHEST, Math.ceil(data.height))}px`;
		}
		const name = `push-or-poll:${data.type}`;
		frame.dispatchEvent(new CustomEvent(name, { detail: data, bubbles: true }));
	});

	function post(frame, message) {
		frame.contentWindow?.postMessage({ ...message, ...ENVELOPE }, '*');
	}

	/** `pushOrPoll.send(frame, 'set', { scenario: { users: 500 } })` */
	function send(frame, type, fields) {
		const message = { ...fields, type };
		if (waiting.has(frame) && !waiting.get(frame)) post(frame, message);
		else waiting.set(frame, [...(waiting.get(frame) ?? []), message]);
	}

	let lastId = 0;

	/** The reports of the run on screen, once it has ended. */
	function report(frame) {
		const id = `embed.js ${++lastId}`;
		return new Promise((resolve) => {
			frame.addEventListener('push-or-poll:report', function hear({ detail }) {
				if (detail.id !== id) return;
				frame.removeEventListener('push-or-poll:report', hear);
				resolve(detail.report);
			});
			send(frame, 'get-report', { id });
		});
	}

	// A frame that was ready before this script was says so again.
	for (const frame of document.querySelectorAll(MARK)) post(frame, { type: 'hello' });

	window.pushOrPoll = { send, report };
})();
