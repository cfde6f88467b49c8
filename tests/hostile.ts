import fc from 'fast-check';
import { hostileQueries } from '../src/app/testQueries.ts';
import { decodePage } from '../src/app/url.ts';

/** A run that is quickly over, with its table and without what would stand in front of it. */
const PLAIN = {
	users: '300',
	duration: '10',
	charts: 'table',
	transports: 'polling,sse',
	// What is wrong with these two is said later than the rest: a test of its own waits for it.
	lesson: 'none',
	pin: 'none',
	predict: '0',
	embed: '0',
};

/** Users times seconds of a run that is still quickly over. */
const QUICK = 100_000;

const UNUSABLE = fc.constantFrom(
	...['', ' ', 'NaN', '-1', '1e999', '0x10', '%zz', '__proto__', 'toString', 'none,none', '1;0'],
	...['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:0'],
);

const nasty = fc.option(UNUSABLE, { freq: 2, nil: undefined });

/** The plain run, where most of what it takes is said in a way that nobody can use. */
const openings = fc
	.record({
		users: nasty,
		duration: nasty,
		charts: nasty,
		transports: nasty,
		predict: nasty,
		embed: nasty,
	})
	.map((said) => {
		const texts = Object.entries(PLAIN).map(
			([key, plain]) => [key, said[key as keyof typeof said] ?? plain] as const,
		);
		const query = (pairs: typeof texts) => pairs.map((pair) => pair.join('=')).join('&');
		const { scenario, view } = decodePage(encodeURI(query(texts))).page;
		const quick = scenario.users * scenario.duration <= QUICK;
		const { users, duration, charts } = PLAIN;
		return query([
			// The first of equal keys counts: how large a run may be is another test's business.
			...(quick ? [] : Object.entries({ users, duration })),
			...(view.charts.includes('table') ? [] : Object.entries({ charts })),
			...texts,
		]);
	});

/** `npm run test:long` opens other addresses each day. */
const SEED =
	process.env['LONG'] === undefined
		? 6
		: Number(
				process.env['HOSTILE_SEED'] ?? new Date().toISOString().slice(0, 10).replaceAll('-', ''),
			);

/** Addresses as malice and mistakes write them, always the same for the same seed and base. */
export function hostileAddresses(count: number, base: string): URL[] {
	console.log(`hostile addresses of seed ${SEED}`);
	const queries = fc.tuple(openings, hostileQueries);
	return fc.sample(queries, { numRuns: count, seed: SEED }).map(([opening, hostile]) => {
		const query = `${opening}&${hostile}`.replaceAll(/\p{Surrogate}/gu, '?');
		const url = new URL(`?${encodeURI(query)}`, base);
		url.hash = '';
		return url;
	});
}

/** Markup that the page never makes itself. */
export const PLANTED = '#app :is(script, img, object, embed, [onerror], [onclick])';
