import type { Page } from '@playwright/test';
import { FIELD_NAMES, FIELDS, type FieldName } from '../src/model/scenario.ts';
import type { TransportId } from '../src/model/transports.ts';
import { exactValue, openSections, set, slider } from './controls.ts';
import { open, readTable, settled } from './figures.ts';
import { expect, test } from './harness.ts';

type Direction = 'up' | 'down' | 'other';

/** What changing an input must do to a figure, from a small scenario in which it matters. */
interface Effect {
	readonly to: string;
	readonly figure: string;
	readonly transport: TransportId;
	readonly direction: Direction;
	/** What else the scenario says. */
	readonly from?: string;
}

/** The table is all that is read, and the other views only take time. */
const SMALL = 'users=500&duration=20&charts=table';
/** Too silent for the balancer, so connections are lost and opened again. */
const SILENT = 'pingInterval=0&idleTimeout=5';

const EFFECTS: Record<FieldName, Effect> = {
	users: { to: '5000', figure: 'requestsPerSecond', transport: 'polling', direction: 'up' },
	pollInterval: { to: '10', figure: 'latency.mean', transport: 'polling', direction: 'up' },
	messageRate: { to: '60', figure: 'messagesPerSecond', transport: 'sse', direction: 'up' },
	audience: {
		to: 'shared',
		figure: 'server.queueWait.mean',
		transport: 'webSocket',
		direction: 'up',
		from: 'users=5000&messageRate=60',
	},
	payload: { to: '10000', figure: 'bytes.down', transport: 'webSocket', direction: 'up' },
	uplinkRate: { to: '60', figure: 'requestsPerSecond', transport: 'sse', direction: 'up' },
	network: { to: '3g', figure: 'latency.mean', transport: 'webSocket', direction: 'up' },
	rtt: { to: '1000', figure: 'latency.parts.network', transport: 'sse', direction: 'up' },
	jitter: { to: '500', figure: 'latency.parts.network', transport: 'sse', direction: 'up' },
	down: {
		to: '100',
		figure: 'latency.parts.network',
		transport: 'webSocket',
		direction: 'up',
		from: 'payload=10000',
	},
	up: { to: '8', figure: 'latency.parts.wait', transport: 'polling', direction: 'up' },
	loss: { to: '20', figure: 'latency.parts.network', transport: 'sse', direction: 'up' },
	radio: {
		to: 'none',
		figure: 'battery.energyPerHour',
		transport: 'webSocket',
		direction: 'down',
	},
	http: { to: '2', figure: 'bytes.parts.headers', transport: 'polling', direction: 'down' },
	requestHeaders: { to: '8000', figure: 'bytes.up', transport: 'polling', direction: 'up' },
	responseHeaders: { to: '8000', figure: 'bytes.down', transport: 'polling', direction: 'up' },
	notModified: { to: 'yes', figure: 'bytes.down', transport: 'polling', direction: 'down' },
	phases: {
		to: 'synchronised',
		figure: 'server.queueWait.mean',
		transport: 'polling',
		direction: 'up',
	},
	keepAlive: {
		to: '1',
		figure: 'server.handshakesPerSecond',
		transport: 'polling',
		direction: 'up',
	},
	tls: {
		to: 'resumed',
		figure: 'bytes.parts.handshake',
		transport: 'polling',
		direction: 'down',
		from: 'keepAlive=1',
	},
	longPollTimeout: {
		to: '5',
		figure: 'requestsPerSecond',
		transport: 'longPolling',
		direction: 'up',
	},
	pingInterval: { to: '5', figure: 'bytes.up', transport: 'webSocket', direction: 'up' },
	idleTimeout: {
		to: '5',
		figure: 'server.handshakesPerSecond',
		transport: 'webSocket',
		direction: 'up',
		from: 'pingInterval=0',
	},
	cores: { to: '1', figure: 'server.utilisation', transport: 'polling', direction: 'up' },
	nodes: { to: '4', figure: 'server.utilisation', transport: 'polling', direction: 'down' },
	bus: {
		to: 'no',
		figure: 'messages.lost',
		transport: 'webSocket',
		direction: 'up',
		from: 'nodes=4&messageRate=10',
	},
	requestCpu: { to: '20', figure: 'latency.parts.server', transport: 'polling', direction: 'up' },
	requestWait: { to: '500', figure: 'latency.parts.server', transport: 'polling', direction: 'up' },
	pushCpu: { to: '10', figure: 'latency.parts.server', transport: 'sse', direction: 'up' },
	handshakeCpu: {
		to: '20',
		figure: 'server.utilisation',
		transport: 'polling',
		direction: 'up',
		from: 'keepAlive=1',
	},
	connectionMemory: { to: '500', figure: 'server.memory', transport: 'sse', direction: 'up' },
	reconnect: {
		to: 'none',
		figure: 'server.connections',
		transport: 'webSocket',
		direction: 'down',
		from: SILENT,
	},
	resume: {
		to: 'no',
		figure: 'messages.lost',
		transport: 'webSocket',
		direction: 'up',
		from: `${SILENT}&reconnect=backoff&messageRate=10`,
	},
	faults: { to: 'drop@5+10', figure: 'latency.max', transport: 'sse', direction: 'up' },
	priceServer: { to: '1', figure: 'cost.parts.servers', transport: 'polling', direction: 'up' },
	priceEgress: { to: '9', figure: 'cost.parts.egress', transport: 'polling', direction: 'up' },
	priceBalancer: { to: '1', figure: 'cost.parts.balancer', transport: 'polling', direction: 'up' },
	priceCapacity: { to: '1', figure: 'cost.parts.balancer', transport: 'polling', direction: 'up' },
	priceRequests: { to: '1', figure: 'cost.parts.requests', transport: 'polling', direction: 'up' },
	priceConnections: { to: '1', figure: 'cost.monthly', transport: 'webSocket', direction: 'up' },
	duration: { to: '40', figure: 'messages.published', transport: 'sse', direction: 'up' },
	seed: { to: '2', figure: 'messages.published', transport: 'sse', direction: 'other' },
};

function directionOf(before: number, after: number): Direction | 'none' {
	if (Math.abs(after - before) <= 0.02 * Math.abs(before)) return 'none';
	return after > before ? 'up' : 'down';
}

/** Inputs that start from the same scenario share a page, by the section that they stand in: loading it takes longest. */
const PAGES = new Map<string, FieldName[]>();
for (const name of FIELD_NAMES) {
	const { from = 'the defaults' } = EFFECTS[name];
	const key = `${FIELDS[name].section}, from ${from}`;
	PAGES.set(key, [...(PAGES.get(key) ?? []), name]);
}

for (const [about, names] of PAGES) {
	test(`${about}: each input moves the figure that it should, and back`, async ({ page }) => {
		test.setTimeout(60_000 + 10_000 * names.length);
		await open(page, `${SMALL}&${EFFECTS[names[0]!].from ?? ''}`);
		await openSections(page);
		for (const name of names) await moves(page, name);
	});
}

async function moves(page: Page, name: FieldName): Promise<void> {
	const { to, figure, transport, direction } = EFFECTS[name];
	const { label } = FIELDS[name];
	await test.step(`${label} ${to}: ${figure} of ${transport} goes ${direction}`, async () => {
		const read = async () => (await readTable(page))[figure]?.[transport] ?? NaN;
		const intervals = [50, 100, 100, 200];
		await settled(page); // others may be there before this transport
		const before = await read();
		await set(page, name, to);
		const way = async () => directionOf(before, await read());
		if (direction === 'other') await expect.poll(read, { intervals }).not.toBe(before);
		else await expect.poll(way, { message: label, intervals }).toBe(direction);
		await page.getByRole('button', { name: 'Reset all' }).click();
		await expect.poll(read, { message: `${label}, reset`, intervals }).toBe(before);
	});
}

test('every slider moves its value, and comes to rest at both limits', async ({ page }) => {
	test.slow();
	await open(page, 'users=100&duration=1&charts=table');
	await openSections(page);
	for (const name of FIELD_NAMES) {
		const field = FIELDS[name];
		if (field.kind !== 'number' || (await slider(page, name).count()) === 0) continue;
		// A million users for an hour is not what this test is about.
		const keys = name === 'users' || name === 'duration' ? ['Home'] : ['End', 'Home'];
		for (const key of keys) {
			await slider(page, name).press(key);
			const limit = key === 'Home' ? field.min : field.max;
			await expect(exactValue(page, name), field.label).toHaveValue(field.print(limit));
		}
		await slider(page, name).press('ArrowRight');
		// Of two changes in one frame the second is shown in the next.
		const value = async () => Number(await exactValue(page, name).inputValue());
		await expect.poll(value, field.label).toBeGreaterThan(field.min);
		await page.getByRole('button', { name: `Reset ${field.label}`, exact: true }).click();
	}
	await expect(page.getByRole('alert')).toHaveCount(0);
});

for (const width of [1440, 390]) {
	test(`moved from end to end at ${width} pixels, a slider stays in its place`, async ({
		page,
	}) => {
		await page.setViewportSize({ width, height: 900 });
		await open(page, 'duration=5');
		const drawer = page.getByText('Change the inputs');
		if (await drawer.isVisible()) await drawer.click();
		for (const name of ['pollInterval', 'messageRate'] as const) {
			const own = slider(page, name);
			const tops = async () => {
				const seen: number[] = [];
				for (const key of ['Home', 'ArrowRight', 'PageUp', 'PageUp', 'ArrowRight', 'End']) {
					await own.press(key);
					await page.waitForTimeout(500); // for the answer, which may need more room or less
					seen.push(await own.evaluate((element) => element.getBoundingClientRect().top + scrollY));
				}
				return new Set(seen);
			};
			// The result may need another line at one end; from then on it keeps it.
			if (width < 960) await tops();
			expect([...(await tops())], name).toHaveLength(1);
		}
	});
}
