import { isRecord } from '../model/foreign.ts';

/** Of the messages between this page and the one around it; see docs/EMBED.md. */
export const ENVELOPE = { source: 'push-or-poll', version: 1 } as const;

/** A message of the host page, as far as it can be understood. */
export type HostMessage =
	/** Change inputs, as a link would: values are texts, numbers, flags or a list of faults. */
	| { readonly type: 'set'; readonly scenario: Readonly<Record<string, unknown>> }
	/** Say `ready` once more, to a host that came late. */
	| { readonly type: 'hello' }
	| { readonly type: 'reset' }
	| { readonly type: 'play' | 'pause' }
	| { readonly type: 'step'; readonly step: number | undefined }
	/** `id` comes back with the report. */
	| { readonly type: 'get-report'; readonly id: string | number | undefined }
	/** Of reveal.js: the slide that this page is on was shown or left. */
	| { readonly type: 'slide'; readonly shown: boolean };

/** What a message may hold at most: levels of objects, and characters of text and 8 for all else. */
const LIMITS = { depth: 4, size: 65_536, id: 32 };

const SLIDES: Readonly<Record<string, boolean>> = { 'slide:start': true, 'slide:stop': false };

/** Reads a message; undefined for whatever is none of ours. Never throws, and keeps nothing of `data`. */
export function readHostMessage(data: unknown): HostMessage | undefined {
	if (typeof data === 'string') return readSlide(data);
	if (!isRecord(data) || !isPlain(data)) return undefined;
	if (own(data, 'source') !== ENVELOPE.source || own(data, 'version') !== ENVELOPE.version) {
		return undefined;
	}
	const type = own(data, 'type');
	switch (type) {
		case 'hello':
			return { type };
		case 'reset':
			return { type };
		case 'play':
		case 'pause':
			return { type };
		case 'set': {
			const scenario = own(data, 'scenario');
			return isRecord(scenario) ? { type, scenario } : undefined;
		}
		case 'step': {
			const step = own(data, 'step');
			return { type, step: Number.isInteger(step) ? (step as number) : undefined };
		}
		case 'get-report':
			return { type, id: readId(own(data, 'id')) };
		default:
			return undefined;
	}
}

/** Whether a message says that it sets inputs: of a flood of these only the newest matters. */
export function claimsToSet(data: unknown): boolean {
	return isRecord(data) && own(data, 'type') === 'set';
}

function readSlide(text: string): HostMessage | undefined {
	if (!Object.hasOwn(SLIDES, text)) return undefined;
	return { type: 'slide', shown: SLIDES[text]! };
}

function readId(id: unknown): string | number | undefined {
	if (typeof id === 'number') return id;
	return typeof id === 'string' && id.length <= LIMITS.id ? id : undefined;
}

function own(record: Readonly<Record<string, unknown>>, key: string): unknown {
	return Object.getOwnPropertyDescriptor(record, key)?.value as unknown;
}

/** Data without behaviour, and within the limits; looks at no more of it than that. */
function isPlain(data: unknown): boolean {
	let left = LIMITS.size;

	function visit(value: unknown, depth: number): boolean {
		left -= typeof value === 'string' ? value.length : 8;
		if (left < 0) return false;
		if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') {
			return false;
		}
		if (typeof value !== 'object' || value === null) return true;
		return depth < LIMITS.depth && hasPlainShape(value) && visitEach(value, depth + 1);
	}

	function visitEach(value: object, depth: number): boolean {
		for (const key in value) {
			left -= key.length;
			const member = Object.getOwnPropertyDescriptor(value, key);
			// What is computed when it is read may be something else the next time.
			if (member?.get !== undefined || !visit(member?.value as unknown, depth)) return false;
		}
		return true;
	}

	return visit(data, 0);
}

function hasPlainShape(value: object): boolean {
	const prototype: unknown = Object.getPrototypeOf(value);
	return Array.isArray(value) || prototype === Object.prototype || prototype === null;
}
