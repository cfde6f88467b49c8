import { describe, expect, test } from 'vitest';
import { capacityUnits, monthlyBill, serversNeeded, type Usage } from './prices.ts';
import { DEFAULT_SCENARIO } from './scenario.ts';

const USERS = 10_000;

/** 10 000 users, each always connected, in sessions of ten minutes. */
function usage(perUser: { up: number; down: number }, rest: Partial<Usage>): Usage {
	return {
		bytesUp: perUser.up * USERS,
		bytesDown: perUser.down * USERS,
		requests: 0,
		frames: 0,
		newConnections: USERS / 600,
		openConnections: USERS,
		coresBusy: 0,
		memory: USERS * 50_000,
		...rest,
	};
}

describe('ten thousand users at list prices, a month', () => {
	// The traffic is rounded to two or three digits, the sum to a dollar: within 1 % or 1 USD.
	test.each([
		['polling every 3 s', { up: 318, down: 112 }, 6.68, 540],
		['polling every 3 s over HTTP/2', { up: 62, down: 50 }, 6.68, 328],
		['long polling', { up: 45, down: 21 }, 0.86, 135],
		['SSE', { up: 8.3, down: 13.5 }, 0.06, 118],
		['WebSocket', { up: 8.8, down: 14.5 }, 0.07, 121],
	])('%s', (_, perUser, coresBusy, dollars) => {
		const { monthly } = monthlyBill(usage(perUser, { coresBusy }), DEFAULT_SCENARIO);
		expect(Math.abs(monthly - dollars)).toBeLessThanOrEqual(Math.max(1, dollars / 100));
	});

	test('on a serverless gateway it is the requests that cost, or the connections', () => {
		const prices = {
			...DEFAULT_SCENARIO,
			priceServer: 0,
			priceEgress: 0,
			priceBalancer: 0,
			priceCapacity: 0,
			priceRequests: 1,
			priceConnections: 0.25,
		};
		const polls = monthlyBill(usage({ up: 318, down: 112 }, { requests: 3333.3 }), prices);
		expect(polls.parts.requests).toBeCloseTo(8760, 0);
		const frames = monthlyBill(usage({ up: 0, down: 0 }, { frames: USERS / 60 }), prices);
		expect(frames.parts).toMatchObject({ servers: 0, egress: 0, balancer: 0 });
		expect(frames.parts.connections).toBeCloseTo(109.5, 9);
		expect(frames.parts.requests).toBeCloseTo(438, 9);
	});
});

test('the parts add up to the bill', () => {
	const { monthly, parts } = monthlyBill(usage({ up: 318, down: 112 }, {}), DEFAULT_SCENARIO);
	expect(Object.values(parts).reduce((sum, part) => sum + part)).toBe(monthly);
});

test('the first 100 GB a month go out for nothing', () => {
	const bytesPerSecond = 100e9 / (730 * 3600);
	const traffic = (bytesDown: number) => ({ ...usage({ up: 0, down: 0 }, {}), bytesDown });
	expect(monthlyBill(traffic(bytesPerSecond), DEFAULT_SCENARIO).parts.egress).toBeCloseTo(0, 9);
	expect(monthlyBill(traffic(2 * bytesPerSecond), DEFAULT_SCENARIO).parts.egress).toBeCloseTo(9, 9);
});

test('a server more is needed for busy cores, for connections, or for their memory', () => {
	const idle = usage({ up: 0, down: 0 }, {});
	expect(serversNeeded(idle, DEFAULT_SCENARIO)).toBe(1);
	expect(serversNeeded({ ...idle, coresBusy: 2.5 }, DEFAULT_SCENARIO)).toBe(2);
	expect(serversNeeded({ ...idle, openConnections: 10_001 }, DEFAULT_SCENARIO)).toBe(2);
	expect(serversNeeded({ ...idle, memory: 6.5e9 }, DEFAULT_SCENARIO)).toBe(2);
	expect(serversNeeded(idle, { ...DEFAULT_SCENARIO, nodes: 7 })).toBe(7);
});

test('the balancer bills whichever of its three measures is largest', () => {
	const none = { ...usage({ up: 0, down: 0 }, {}), newConnections: 0, openConnections: 0 };
	expect(capacityUnits({ ...none, newConnections: 50 })).toBe(2);
	expect(capacityUnits({ ...none, newConnections: 50, openConnections: 9000 })).toBe(3);
	expect(capacityUnits({ ...none, openConnections: 9000, bytesUp: 2e6 })).toBeCloseTo(7.2, 9);
});
