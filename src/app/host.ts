import type { Milliseconds } from '../model/units.ts';
import { Bucket } from './bucket.ts';
import { isFramed } from './framed.ts';
import { claimsToSet, ENVELOPE, readHostMessage, type HostMessage } from './hostMessage.ts';

/** How many messages are read: at once, and a second in the long run. */
const FLOOD = { burst: 100, perSecond: 100 };
/** When the newest of those that were too many is read. */
const LATER: Milliseconds = 100;

/** What this page says to the page around it. */
export type GuestMessage =
	| { readonly type: 'ready' | 'state'; readonly query: string }
	| { readonly type: 'error'; readonly message: string }
	/** Pixels. */
	| { readonly type: 'height'; readonly height: number }
	| { readonly type: 'report'; readonly report: unknown; readonly id?: string | number }
	| { readonly type: 'prediction' | 'step' | 'task-completed' };

/** The window that this page is in, as far as this page may know it. */
export type Surroundings = Pick<Window, 'parent' | 'addEventListener' | 'removeEventListener'>;

/** The page around a frame: told what happens here, and heard. */
export class Host {
	readonly #own: Surroundings;
	readonly #onMessage: (message: HostMessage) => void;
	readonly #bucket: Bucket;
	#late: HostMessage | undefined;
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Only the parent is heard, and only what {@link readHostMessage} understands. */
	constructor(
		onMessage: (message: HostMessage) => void,
		own: Surroundings = window,
		bucket = new Bucket(FLOOD.burst, FLOOD.perSecond),
	) {
		this.#own = own;
		this.#onMessage = onMessage;
		this.#bucket = bucket;
		if (isFramed(own)) own.addEventListener('message', this.#receive);
	}

	/** Whoever frames this page may read it, as all of it was in the link or happened in the frame. */
	tell(message: GuestMessage): void {
		if (isFramed(this.#own)) this.#own.parent.postMessage({ ...ENVELOPE, ...message }, '*');
	}

	/** Hears no more. */
	leave(): void {
		clearTimeout(this.#timer);
		this.#own.removeEventListener('message', this.#receive);
	}

	readonly #receive = (event: MessageEvent): void => {
		if (event.source !== this.#own.parent) return;
		const inTime = this.#bucket.take();
		if (!inTime && !claimsToSet(event.data)) return;
		const message = readHostMessage(event.data);
		if (message === undefined) return;
		if (inTime) this.#follow(message);
		else this.#keepForLater(message);
	};

	#follow(message: HostMessage): void {
		// What is set now is newer than what waits.
		if (message.type === 'set') this.#late = undefined;
		this.#onMessage(message);
	}

	#keepForLater(message: HostMessage): void {
		this.#late = message;
		this.#timer ??= setTimeout(() => {
			this.#timer = undefined;
			if (this.#late !== undefined) this.#follow(this.#late);
		}, LATER);
	}
}
