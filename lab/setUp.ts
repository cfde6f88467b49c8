import { connect as connectHttp2 } from 'node:http2';
import type { Scenario } from '../src/model/scenario.ts';
import type { Milliseconds } from '../src/model/units.ts';
import { TCP_IP_HEADER, wireOf, type Leg } from '../src/model/wire.ts';
import { Tally, type Destination } from './client.ts';
import { now, until } from './clock.ts';
import { Http1 } from './http.ts';
import type { BothWays } from './observed.ts';

/** What this stack needs to set up a connection: the ClientHello is Node's, the certificate the lab's. */
export interface SetUp {
	/** TLS records. */
	readonly application: BothWays;
	/** What the packets since then carried beside the set-up. */
	readonly since: Milliseconds;
	readonly ipBeside: BothWays;
	/** With which later connections may resume. */
	readonly session: Uint8Array | undefined;
}

/** Long enough after a handshake for tickets, settings and late ACKs to arrive. */
const QUIET: Milliseconds = 150;

/** Opens a connection and counts; for `resumed` does so again with the ticket of the first. */
export async function measureSetUp(
	tally: Tally,
	to: Destination,
	scenario: Scenario,
): Promise<SetUp> {
	const full = await once(tally, to, scenario);
	if (scenario.tls === 'full') return full;
	tally.hangUp();
	await until(now() + 4 * scenario.rtt + QUIET);
	const resumed = await once(tally, { ...to, session: full.session }, scenario);
	return { ...resumed, session: full.session };
}

async function once(tally: Tally, to: Destination, scenario: Scenario): Promise<SetUp> {
	const { http, rtt, requestWait } = scenario;
	const since = now();
	const before = tally.bytes();
	if (http === '1.1') poll(tally, to, scenario);
	else sayNothing(tally, to);
	await until(now() + 6 * rtt + requestWait + QUIET);
	const { up, down } = tally.bytes();
	const beside = http === '1.1' ? pollOf(scenario) : { application: NOTHING, ip: NOTHING };
	return {
		application: {
			up: up - before.up - beside.application.up,
			down: down - before.down - beside.application.down,
		},
		since,
		ipBeside: beside.ip,
		session: tally.session,
	};
}

const NOTHING: BothWays = { up: 0, down: 0 };

/** A request right behind the handshake shares packets with it, as it does in use. */
function poll(tally: Tally, to: Destination, { requestHeaders }: Scenario): void {
	const path = '/api/poll/0?after=00000000';
	new Http1(tally, to, 0).request(
		{ method: 'GET', path, headSize: requestHeaders },
		() => undefined,
	);
}

/** With HTTP/2 the first heads are longer than later ones, so that only the bare set-up is known. */
function sayNothing(tally: Tally, to: Destination): void {
	const session = connectHttp2('https://app.example.com', {
		createConnection: () => tally.connect(0, to, 'h2'),
	});
	session.on('error', () => undefined);
}

/** What an empty poll takes: request, answer, and the client's ACK. */
function pollOf(scenario: Scenario): { application: BothWays; ip: BothWays } {
	const { pollRequest, pollAnswer } = wireOf(scenario);
	const application = ({ total, parts }: Leg) => total - parts.tcpip;
	const answer = pollAnswer(0);
	return {
		application: { up: application(pollRequest), down: application(answer) },
		ip: { up: pollRequest.total + TCP_IP_HEADER, down: answer.total },
	};
}
