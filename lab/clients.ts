import { WebSocket } from 'ws';
import type { Scenario } from '../src/model/scenario.ts';
import type { TransportId } from '../src/model/transports.ts';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../src/model/units.ts';
import type { Destination, Tally } from './client.ts';
import { at, now } from './clock.ts';
import { fieldsOfSize, type Field } from './heads.ts';
import { Http1, Http2, type Http } from './http.ts';
import { PoissonClock, type Random } from './random.ts';
import { idOf, payloadOf } from './traffic.ts';

/** Heads of other requests, longer or shorter than a poll's; as counted in the model. */
const HOLD_DELTA = 16;
const EVENTS_DELTA = 24;
const POST_DELTA = 73;
const UPGRADE_DELTA = -255;
const SHORTEST_UPGRADE = 200;

/** Time over which clients of held transports connect, ms: not all at once. */
const ARRIVAL = 1000;

/** A client that does what its transport asks, until it is stopped. */
export interface Client {
	/** Sends a message up. */
	send(): void;
	stop(): void;
}

/** All that a client needs to know. */
interface Setting {
	readonly user: number;
	readonly scenario: Scenario;
	readonly address: Destination;
	readonly tally: Tally;
	readonly random: Random;
}

function httpOf({ scenario, tally, address, user }: Setting): Http {
	return scenario.http === '2' ? new Http2(tally, address, user) : new Http1(tally, address, user);
}

/** A message goes up as a POST. */
function post({ scenario, tally, user }: Setting, http: Http): void {
	const body = payloadOf(tally.sent++, scenario.payload);
	const headSize = scenario.requestHeaders + POST_DELTA;
	http.request({ method: 'POST', path: `/api/post/${user}`, headSize, body }, () => undefined);
}

/** POSTs that a client has had under way at the same time at some moment before the run. */
const MET_BEFORE = 3;

/** Whoever sends has done so before: the connections for it are there, if the keep-alive lets them. */
function warmUp(setting: Setting, http: Http): void {
	if (setting.scenario.uplinkRate === 0) return;
	for (let i = 0; i < MET_BEFORE; i++) post(setting, http);
}

/** What a client has had so far, as it tells the server. */
class Cursor {
	readonly #setting: Setting;
	#last = 0;

	constructor(setting: Setting) {
		this.#setting = setting;
	}

	path(kind: string): string {
		return `/api/${kind}/${this.#setting.user}?after=${String(this.#last).padStart(8, '0')}`;
	}

	/** Takes the messages of an answer. */
	read(body: string): void {
		const { tally } = this.#setting;
		const messages = JSON.parse(body) as string[];
		tally.answer(messages.length);
		for (const message of messages) {
			this.#last = idOf(JSON.stringify(message));
			tally.deliver(this.#last);
		}
	}
}

function poll(setting: Setting): Client {
	const { scenario, random } = setting;
	const http = httpOf(setting);
	const cursor = new Cursor(setting);
	const interval = scenario.pollInterval * MS_PER_SECOND;
	const headSize = scenario.requestHeaders;
	let due = now() + random() * interval;
	const begin = () => {
		warmUp(setting, http);
		ask();
	};
	const ask = () => {
		http.request({ method: 'GET', path: cursor.path('poll'), headSize }, (body) =>
			cursor.read(body),
		);
		due += interval;
		timer = at(due, ask);
	};
	let timer = at(due, begin);
	return { send: () => post(setting, http), stop: () => clearTimeout(timer) };
}

function longPoll(setting: Setting): Client {
	const { scenario, random } = setting;
	const http = httpOf(setting);
	const posts = scenario.http === '2' ? http : httpOf(setting);
	const cursor = new Cursor(setting);
	const headSize = scenario.requestHeaders + HOLD_DELTA;
	let stopped = false;
	const ask = () => {
		if (stopped) return;
		http.request({ method: 'GET', path: cursor.path('hold'), headSize }, (body) => {
			cursor.read(body);
			ask();
		});
	};
	const begin = () => {
		warmUp(setting, posts);
		ask();
	};
	// Spread over a whole hold, or else the time-outs of all clients come in waves.
	const timer = setTimeout(begin, random() * scenario.longPollTimeout * MS_PER_SECOND);
	const stop = () => {
		clearTimeout(timer);
		stopped = true;
	};
	return { send: () => post(setting, posts), stop };
}

function listen(setting: Setting): Client {
	const { scenario, tally, random, user } = setting;
	const http = httpOf(setting);
	const posts = scenario.http === '2' ? http : httpOf(setting);
	const headSize = scenario.requestHeaders + EVENTS_DELTA;
	let line = '';
	const hear = (text: string) => {
		const lines = (line + text).split('\n');
		line = lines.pop() ?? '';
		for (const each of lines) {
			if (each.startsWith('data: ')) tally.deliver(idOf(each.slice(6)));
		}
	};
	const open = () => {
		warmUp(setting, posts);
		http.stream({ method: 'GET', path: `/api/events/${user}`, headSize }, hear, () => undefined);
	};
	const timer = setTimeout(open, random() * ARRIVAL);
	return { send: () => post(setting, posts), stop: () => clearTimeout(timer) };
}

/** What the `ws` package sends of itself with an upgrade. */
const UPGRADE_FIELDS: readonly Field[] = [
	['Host', 'app.example.com'],
	['Sec-WebSocket-Version', '13'],
	['Sec-WebSocket-Key', 'x'.repeat(24)],
	['Connection', 'Upgrade'],
	['Upgrade', 'websocket'],
];

function socket(setting: Setting): Client {
	const { scenario, tally, address, random, user } = setting;
	const path = `/api/socket/${user}`;
	const size = Math.max(SHORTEST_UPGRADE, scenario.requestHeaders + UPGRADE_DELTA);
	const needed = { needed: UPGRADE_FIELDS, usual: [], filler: 'Cookie' };
	const cookie = fieldsOfSize(`GET ${path} HTTP/1.1`, needed, size).at(-1)![1];
	let opened: WebSocket | undefined;
	const open = () => {
		tally.requests += 1;
		opened = new WebSocket(`wss://app.example.com${path}`, {
			createConnection: () => tally.connect(user, address),
			perMessageDeflate: false,
			headers: { Cookie: cookie },
		});
		opened.on('message', (data) => tally.deliver(idOf((data as Buffer).toString('latin1'))));
		opened.on('error', () => undefined);
	};
	const timer = setTimeout(open, random() * ARRIVAL);
	return {
		send() {
			if (opened?.readyState === WebSocket.OPEN) {
				opened.send(payloadOf(tally.sent++, scenario.payload));
			}
		},
		stop: () => clearTimeout(timer),
	};
}

const CLIENTS: Readonly<Record<TransportId, (setting: Setting) => Client>> = {
	polling: poll,
	longPolling: longPoll,
	sse: listen,
	webSocket: socket,
};

/** Starts all clients of a scenario; returns what stops them. */
export function startClients(
	transport: TransportId,
	shared: Omit<Setting, 'user'>,
): { stop(): void } {
	const { users, uplinkRate } = shared.scenario;
	const clients = Array.from({ length: users }, (_, user) =>
		CLIENTS[transport]({ ...shared, user }),
	);
	const rate = (uplinkRate / MS_PER_MINUTE) * users;
	const sender = new PoissonClock(rate, shared.random, () =>
		clients[Math.floor(shared.random() * users)]!.send(),
	);
	return {
		stop() {
			sender.stop();
			for (const client of clients) client.stop();
		},
	};
}
