import {
	symbol,
	symbolCircle,
	symbolDiamond,
	symbolSquare,
	symbolTriangle,
	type SymbolType,
} from 'd3-shape';
import type { TransportId } from '../model/transports.ts';

interface Mark {
	readonly shape: SymbolType;
	/** Area that makes it look as large as the circle of area 1. */
	readonly area: number;
	/** SVG dash pattern of its line, whose round ends fill some of each gap; `none` is solid. */
	readonly dashes: string;
}

/** What tells the transports apart where colour cannot: a shape and a line style each. */
export const MARKS: Readonly<Record<TransportId, Mark>> = {
	polling: { shape: symbolCircle, area: 1, dashes: 'none' },
	longPolling: { shape: symbolTriangle, area: 0.85, dashes: '6 5' },
	sse: { shape: symbolSquare, area: 0.95, dashes: '1 5' },
	webSocket: { shape: symbolDiamond, area: 0.85, dashes: '8 5 1 5' },
};

/** SVG path of a transport's mark about the origin, about `size` pixels wide. */
export function markPath(id: TransportId, size: number): string {
	const { shape, area } = MARKS[id];
	return symbol(shape, (Math.PI / 4) * size * size * area)() ?? '';
}

/** Colour of lines and areas. */
export function lineColour(id: TransportId): string {
	return `var(--${id})`;
}

/** Colour of words; darker or lighter than the line, since text needs more contrast. */
export function textColour(id: TransportId): string {
	return `var(--${id}-text)`;
}
