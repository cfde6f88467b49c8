import fc from 'fast-check';
import { hostileQueries } from '../src/app/testQueries.ts';

/** Of a run that is quickly over, with its table and without what would stand in front of it. */
const FIRST =
	'users=300&duration=10&charts=table&transports=polling,sse&lesson=none&predict=0&embed=0';

/** Addresses as malice and mistakes write them, always the same for the same base. */
export function hostileAddresses(count: number, base: string): URL[] {
	return fc.sample(hostileQueries, { numRuns: count, seed: 6 }).map((hostile) => {
		// The first of equal keys counts: how large a run may be is another test's business.
		const query = `?${FIRST}&${encodeURI(hostile.replaceAll(/\p{Surrogate}/gu, '?'))}`;
		const url = new URL(query, base);
		url.hash = '';
		return url;
	});
}

/** Markup that the page never makes itself. */
export const PLANTED = '#app :is(script, img, object, embed, [onerror], [onclick])';
