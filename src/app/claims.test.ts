import { describe, expect, test } from 'vitest';
import { CLAIMS, type Check, type Claim, type Shown } from '../model/claims.ts';
import { figureAt, FIGURES } from '../model/figures.ts';
import { TRANSPORTS, type TransportId } from '../model/transports.ts';
import type { Report } from '../sim/report.ts';
import { simulate } from '../sim/simulate.ts';
import { decodePage } from './url.ts';

const known = new Map<string, Report>();

/** What the page shows for a link: decoded as the page does it, and simulated. */
function reportOf(query: string, id: TransportId): Report {
	const key = `${id} ${query}`;
	const { page, problems } = decodePage(query);
	expect(problems).toEqual([]);
	const report = known.get(key) ?? simulate(id, page.scenario);
	known.set(key, report);
	return report;
}

function valueOf({ of, figure, query }: Shown, home: string): number {
	const report = reportOf(query ?? home, of);
	if (!figure.startsWith('series.')) return figureAt(report, figure) ?? NaN;
	const series = report.series[figure.slice('series.'.length) as 'handshakePeak'];
	return Math.max(...series);
}

function measure({ over, ...shown }: Check, query: string): number {
	const value = valueOf(shown, query);
	return over ? value / valueOf(over, query) : value;
}

describe.each(CLAIMS)('$title', ({ query, checks }) => {
	test.each(checks)('$figure of $of', (check) => {
		const value = measure(check, query);
		expect(value).toBeGreaterThanOrEqual(check.from);
		expect(value).toBeLessThanOrEqual(check.to);
	});
});

test('no two claims have the same title, and each check names a figure that there is', () => {
	const titles = CLAIMS.map(({ title }) => title);
	expect(new Set(titles).size).toBe(titles.length);
	const paths = new Set([...FIGURES.map(({ path }) => path), ...Object.keys(SERIES)]);
	const figures = CLAIMS.flatMap(({ checks }) =>
		checks.flatMap((check) => [check, check.over ?? check]),
	);
	expect(figures.map(({ figure }) => figure).filter((figure) => !paths.has(figure))).toEqual([]);
});

// `npx vitest run src/app/claims.test.ts -u` writes it anew.
test('docs/CLAIMS.md says what is checked here', async () => {
	await expect(documentOf(CLAIMS)).toMatchFileSnapshot('../../docs/CLAIMS.md');
});

const SERIES: Readonly<Record<string, string>> = {
	'series.handshakePeak': 'New connections within a second, at most (per s)',
	'series.buffered': 'Bytes in send buffers, at most (B)',
};

function documentOf(claims: readonly Claim[]): string {
	return `# What is said, and how to see it

Every claim of the interview question from which this page grew, in our words; the link that makes it
happen (put it behind the address of the page); what to look at, with the range that a test asserts;
and, where what is usually said is loose, what is exactly so. Written from \`src/model/claims.ts\` by
\`src/app/claims.test.ts\`, which runs every link.

Not shown, because nothing of it can be simulated: renewing a login on an open socket, whether a
balancer's TLS knows WebSocket, and which well-known products use what.

${claims.map(sectionOf).join('\n\n')}
`;
}

function sectionOf({ title, claim, exactly, query, checks }: Claim, index: number): string {
	const lines = checks.map((check) => `- ${sayCheck(check, query)}`);
	return [
		`## ${index + 1}. ${title}`,
		claim,
		...(exactly === undefined ? [] : [`Exactly: ${exactly}`]),
		`Link: ${link(query)}`,
		lines.join('\n'),
	].join('\n\n');
}

function sayCheck({ over, from, to, ...shown }: Check, home: string): string {
	const ratio = over ? `, divided by ${sayFigure(over, home)}` : '';
	return `${sayFigure(shown, home)}${ratio}: ${sayRange(from, to)}`;
}

function sayFigure({ of, figure, query }: Shown, home: string): string {
	const facts = FIGURES.find(({ path }) => path === figure);
	const label = facts ? `${facts.label} (${facts.unit})` : SERIES[figure]!;
	const where = query === undefined || query === home ? '' : ` at ${link(query)}`;
	return `${label}, ${TRANSPORTS[of].label}${where}`;
}

function sayRange(from: number, to: number): string {
	if (from === to) return print(from);
	return to === Infinity ? `${print(from)} or more` : `${print(from)} to ${print(to)}`;
}

function print(value: number): string {
	return value.toLocaleString('en').replaceAll(',', ' ');
}

function link(query: string): string {
	return query === '' ? 'the bare address' : `\`?${query}\``;
}
