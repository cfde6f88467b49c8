import { FIELD_NAMES, type FieldName } from '../model/scenario.ts';
import { figureCalled, type FigureOf } from './predicate.ts';

/** A text cut where a number stands in it. */
export type Piece =
	| { readonly kind: 'words'; readonly text: string }
	| { readonly kind: 'figure'; readonly of: FigureOf }
	| { readonly kind: 'ratio'; readonly of: FigureOf; readonly over: FigureOf }
	| { readonly kind: 'input'; readonly name: FieldName }
	| { readonly kind: 'unknown'; readonly text: string };

const PLACEHOLDER = /(\{[^{}]*\})/;

/** Cuts `Polling asks {polling.requestsPerSecond} times`. What stands for nothing is left as it is. */
export function piecesOf(text: string): readonly Piece[] {
	return text
		.split(PLACEHOLDER)
		.filter((part) => part !== '')
		.map((part) => (PLACEHOLDER.test(part) ? pieceOf(part) : { kind: 'words', text: part }));
}

/** The placeholders of a text that stand for nothing. */
export function unknownIn(text: string): readonly string[] {
	return piecesOf(text).flatMap((piece) => (piece.kind === 'unknown' ? [piece.text] : []));
}

function pieceOf(text: string): Piece {
	const inside = text.slice(1, -1);
	const name = FIELD_NAMES.find((field) => field === inside.trim());
	if (name !== undefined) return { kind: 'input', name };
	const [of, over, ...more] = inside.split('/').map((part) => figureCalled(part.trim()));
	if (of === undefined || more.length > 0) return { kind: 'unknown', text };
	if (!inside.includes('/')) return { kind: 'figure', of };
	return over === undefined ? { kind: 'unknown', text } : { kind: 'ratio', of, over };
}
