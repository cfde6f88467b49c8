import { named, TRANSPORT_IDS, TRANSPORTS, type TransportId } from '../model/transports.ts';
import { times } from './format.ts';

/** Two values closer than this are said to be the same. */
export const SAME = 1.05;

/** "a", "a and b", "a, b and c". */
export function listed(words: readonly string[]): string {
	return words.length < 2
		? words.join('')
		: `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}

/** The first letter large, as at the start of a sentence. */
export function sentence(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "200× more than WebSocket", or "… more energy than …"; null where the two hardly differ or there is nothing to divide by. */
export function moreThan(value: number, other: number, id: TransportId, what = ''): string | null {
	if (!(other > 0) || value / other < SAME) return null;
	return `${times(value / other)} more ${what === '' ? '' : `${what} `}than ${named(id)}`;
}

export interface Run {
	readonly text: string;
	/** Set where the text names a transport. */
	readonly transport?: TransportId;
}

const NAMES = [...TRANSPORT_IDS].sort(
	(a, b) => TRANSPORTS[b].label.length - TRANSPORTS[a].label.length,
);
const NAME = new RegExp(`\\b(${NAMES.map((id) => TRANSPORTS[id].label).join('|')})\\b`, 'gi');

/** Cuts a sentence where it names a transport, so that the word can carry the transport's colour. */
export function runs(text: string): readonly Run[] {
	return text
		.split(NAME)
		.filter((part) => part !== '')
		.map((part) => {
			const id = NAMES.find((name) => TRANSPORTS[name].label.toLowerCase() === part.toLowerCase());
			return id ? { text: part, transport: id } : { text: part };
		});
}
