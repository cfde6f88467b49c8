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

/** Requests and messages of a run that is still quickly over. */
const QUICK = 200_000;

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
		return texts.map((pair) => pair.join('=')).join('&');
	});

/** The same with a plain run in front of one that would take long, and with a table. The first of equal keys counts. */
function quick(query: string): string {
	const { scenario, view } = decodePage(encodeURI(query)).page;
	const { users, duration, pollInterval, messageRate, uplinkRate } = scenario;
	const rate = 1 / pollInterval + (messageRate + uplinkRate) / 60;
	const isQuick = users * duration * rate <= QUICK;
	return [
		...(isQuick ? [] : [`users=${PLAIN.users}&duration=${PLAIN.duration}`]),
		...(view.charts.includes('table') ? [] : [`charts=${PLAIN.charts}`]),
		query,
	].join('&');
}

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
		const url = new URL(`?${encodeURI(quick(query))}`, base);
		url.hash = '';
		return url;
	});
}

/** Markup that the page never makes itself. */
export const PLANTED = '#app :is(script, img, object, embed, [onerror], [onclick])';
