import { describe, expect, test } from 'vitest';
import type { Scenario } from '../model/scenario.ts';
import type { TransportId } from '../model/transports.ts';
import { wireOf } from '../model/wire.ts';
import { simulate } from './simulate.ts';
import { fiveSigma, stillWorld } from './testScenario.ts';

const USERS = 50;
const DURATION = 400;
const SECONDS = USERS * DURATION;
/** A date that HPACK has to spell out. */
const SPELT_OUT = 23;

const inputsOf = (inputs: Partial<Scenario>): Partial<Scenario> => ({
	users: USERS,
	duration: DURATION,
	pingInterval: 0,
	idleTimeout: 0,
	http: '2',
	...inputs,
});

/** How many of the answers of a run are dated already, from the bytes of heads. */
function repeats(id: TransportId, inputs: Partial<Scenario>): number {
	const scenario = stillWorld(inputsOf(inputs));
	const { bytes, requestsPerSecond } = simulate(id, scenario);
	const { uplinkRate, pollInterval } = scenario;
	const wire = wireOf(scenario);
	const requests = requestsPerSecond * DURATION;
	const polls = id === 'polling' ? SECONDS / pollInterval : requests;
	const posts = uplinkRate === 0 ? 0 : requests - (id === 'polling' ? polls : 0);
	const asked = id === 'sse' ? 0 : polls;
	const request = id === 'longPolling' ? wire.longPollRequest : wire.pollRequest;
	const heads =
		asked * (request.parts.headers + wire.pollAnswer(0).parts.headers) +
		posts * (wire.post.parts.headers + wire.postAnswer.parts.headers);
	return (heads - bytes.parts.headers * DURATION) / SPELT_OUT;
}

describe('the date of an answer over HTTP/2', () => {
	test('is spelt out once a second, by the first of its answers on a connection', () => {
		// 2.5 polls a second: of each second the first one's is new.
		const repeated = repeats('polling', { pollInterval: 0.4 });
		expect(Math.abs(repeated - 1.5 * SECONDS)).toBeLessThan(2 * USERS);
	});

	test('is new to each of polls that are seconds apart', () => {
		expect(Math.abs(repeats('polling', { pollInterval: 2 }))).toBeLessThan(2 * USERS);
	});

	test('is known to POSTs beside a stream from the POSTs before', () => {
		// Of Poisson POSTs, one a second, 1/e are not the first of their second.
		const repeated = repeats('sse', { uplinkRate: 60 }) / SECONDS;
		expect(Math.abs(repeated - Math.exp(-1))).toBeLessThan(fiveSigma(0.8, SECONDS));
	});

	test('is shared by polls and POSTs of one connection', () => {
		// A poll in each second: every POST but the ones before it repeats, or lets it repeat.
		const repeated = repeats('polling', { pollInterval: 1, uplinkRate: 60 }) / SECONDS;
		expect(Math.abs(repeated - 1)).toBeLessThan(fiveSigma(1, SECONDS));
	});

	test('is shared by long polls and POSTs', () => {
		const alone = repeats('longPolling', { messageRate: 60, rtt: 1 }) / SECONDS;
		// As Poisson as the messages, but for the gap of one round trip.
		expect(Math.abs(alone - Math.exp(-1))).toBeLessThan(fiveSigma(0.8, SECONDS) + 0.002);
	});
});
