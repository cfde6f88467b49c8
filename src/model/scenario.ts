import { MAX_FAULTS, parseFaults, printFaults, type Fault } from './faults.ts';
import { choice, flag, list, number, type Field, type Parsed } from './fields.ts';
import { NETWORKS, type Network, type NetworkId } from './networks.ts';
import { RADIOS, type RadioId } from './radios.ts';
import type { TransportId } from './transports.ts';

function labelsOf<T extends string>(table: Record<T, { readonly label: string }>) {
	return Object.fromEntries(
		Object.entries<{ readonly label: string }>(table).map(([id, { label }]) => [id, label]),
	) as Record<T, string>;
}

/** Inputs that the choice of a network sets, and that can then be changed one by one. */
export const PROFILE_KEYS = ['rtt', 'jitter', 'down', 'up', 'loss', 'radio'] as const;
type ProfileKey = (typeof PROFILE_KEYS)[number];

const DEFAULT_NETWORK: Network = NETWORKS['4g'];
const PROFILE_SOURCE = 'set by the network profile';

/**
 * Everything a reader can change: the one place that knows an input's name, unit, default, limits,
 * label and help. A key is also its name in the URL, on the command line, in files and in
 * messages, so renaming one breaks links that people have shared.
 */
export const FIELDS = {
	users: number({
		label: 'Users',
		help: 'How many clients are connected at the same time.',
		section: 'basic',
		fallback: 10_000,
		min: 1,
		max: 1_000_000,
		unit: '',
		scale: 'log',
		integer: true,
		source: 'the example of the interview question',
	}),
	pollInterval: number({
		label: 'Poll interval',
		help: 'Time between two polls of one client, at a fixed rate.',
		section: 'basic',
		fallback: 3,
		min: 0.1,
		max: 3600,
		unit: 's',
		scale: 'log',
		source: 'the example of the interview question',
		bearsOn: ['polling'],
	}),
	messageRate: number({
		label: 'Messages to each user',
		help: 'How many messages one user should receive a minute; they arrive at random (Poisson).',
		section: 'basic',
		fallback: 1,
		min: 0,
		max: 6000,
		unit: '/min',
		scale: 'log',
		source: 'assumed: a quiet chat',
	}),
	audience: choice({
		label: 'Audience',
		help: 'Own: each user has messages of its own. Shared: every message goes to all users at once.',
		section: 'basic',
		fallback: 'own',
		labels: { own: 'Own: one message, one user', shared: 'Shared: one message, all users' },
		source: 'assumed',
	}),
	payload: number({
		label: 'Payload',
		help: 'Body of one message, without any framing.',
		section: 'basic',
		fallback: 100,
		min: 0,
		max: 65_536,
		unit: 'bytes',
		scale: 'log',
		integer: true,
		source: 'assumed: a short JSON object',
	}),
	uplinkRate: number({
		label: 'Messages from each user',
		help: 'How many messages one user sends a minute: a POST each, or a frame on a WebSocket.',
		section: 'basic',
		fallback: 0,
		min: 0,
		max: 600,
		unit: '/min',
		scale: 'log',
		source: 'assumed: readers only',
	}),
	network: choice<NetworkId>({
		label: 'Network',
		help: 'Sets round-trip time, jitter, rates, loss and radio; each can then be changed under Network.',
		section: 'basic',
		fallback: '4g',
		labels: labelsOf(NETWORKS),
		source: 'a phone on a mobile network',
	}),
	rtt: number({
		label: 'Round-trip time',
		help: 'There and back for a packet that meets no queue.',
		section: 'network',
		fallback: DEFAULT_NETWORK.rtt,
		min: 0,
		max: 5000,
		unit: 'ms',
		scale: 'log',
		source: PROFILE_SOURCE,
	}),
	jitter: number({
		label: 'Jitter',
		help: 'Standard deviation of the one-way delay. The delay is never below half the round-trip time; what comes on top is lognormal.',
		section: 'network',
		fallback: DEFAULT_NETWORK.jitter,
		min: 0,
		max: 5000,
		unit: 'ms',
		scale: 'log',
		source: PROFILE_SOURCE,
	}),
	down: number({
		label: 'Downlink rate',
		help: 'Rate of one client’s link, from the server.',
		section: 'network',
		fallback: DEFAULT_NETWORK.down,
		min: 1,
		max: 10_000_000,
		unit: 'kbit/s',
		scale: 'log',
		source: PROFILE_SOURCE,
	}),
	up: number({
		label: 'Uplink rate',
		help: 'Rate of one client’s link, to the server.',
		section: 'network',
		fallback: DEFAULT_NETWORK.up,
		min: 1,
		max: 10_000_000,
		unit: 'kbit/s',
		scale: 'log',
		source: PROFILE_SOURCE,
	}),
	loss: number({
		label: 'Packet loss',
		help: 'Share of packets that are lost and sent again: after a time-out, or when a later packet shows the gap.',
		section: 'network',
		fallback: DEFAULT_NETWORK.loss,
		min: 0,
		max: 20,
		unit: '%',
		source: PROFILE_SOURCE,
	}),
	radio: choice<RadioId>({
		label: 'Radio',
		help: 'Which radio the phone uses: how long it stays awake after a packet, and at what power.',
		section: 'network',
		fallback: DEFAULT_NETWORK.radio,
		labels: labelsOf(RADIOS),
		source: PROFILE_SOURCE,
	}),
	http: choice({
		label: 'HTTP version',
		help: 'HTTP/2 compresses repeated headers (HPACK) and shares one connection.',
		section: 'http',
		fallback: '1.1',
		choices: ['1.1', '2'],
		labels: { '1.1': 'HTTP/1.1', '2': 'HTTP/2' },
		source: 'what most comparisons assume',
	}),
	requestHeaders: number({
		label: 'Request head',
		help: 'Whole head of a request as HTTP/1.1 text, first line to blank line. HTTP/2 sends what HPACK makes of it.',
		section: 'http',
		fallback: 816,
		min: 50,
		max: 16_384,
		unit: 'bytes',
		scale: 'log',
		integer: true,
		source: 'Chrome 142 on Android, session cookie and HS256 token, counted byte by byte',
	}),
	responseHeaders: number({
		label: 'Response head',
		help: 'Whole head of a response as HTTP/1.1 text.',
		section: 'http',
		fallback: 233,
		min: 50,
		max: 16_384,
		unit: 'bytes',
		scale: 'log',
		integer: true,
		source: 'Express with ETag, counted byte by byte',
	}),
	notModified: flag({
		label: '304 for nothing new',
		help: 'Each poll names what it has (If-None-Match); where nothing is new, the answer is 304 Not Modified, without a body. So do long polls.',
		section: 'http',
		fallback: false,
		source: 'assumed: an API that answers []; RFC 9110, 13.1.2',
		bearsOn: ['polling', 'longPolling'],
	}),
	phases: choice({
		label: 'Poll phases',
		help: 'Random: each client polls at a moment of its own. Synchronised: all at once, as after a deploy or with timers set to the clock.',
		section: 'http',
		fallback: 'random',
		labels: { random: 'Random', synchronised: 'Synchronised' },
		source: 'clients that start at random',
		bearsOn: ['polling'],
	}),
	keepAlive: number({
		label: 'Keep-alive',
		help: 'The server closes an HTTP connection that was idle for this long; the next request needs a new handshake.',
		section: 'http',
		fallback: 75,
		min: 0,
		max: 3600,
		unit: 's',
		scale: 'log',
		source: 'nginx keepalive_timeout',
		bearsOn: ['polling', 'longPolling', 'sse'],
	}),
	tls: choice({
		label: 'TLS set-up',
		help: 'Full: certificates on every new connection. Resumed: a session ticket saves bytes, but no round trip.',
		section: 'http',
		fallback: 'full',
		labels: { full: 'Full handshake', resumed: 'Resumed session' },
		source: 'assumed',
	}),
	longPollTimeout: number({
		label: 'Hold time-out',
		help: 'How long the server holds a long poll before it answers empty.',
		section: 'http',
		fallback: 30,
		min: 1,
		max: 300,
		unit: 's',
		scale: 'log',
		source: 'RFC 6202, 5.5: 30 s is safe',
		bearsOn: ['longPolling'],
	}),
	pingInterval: number({
		label: 'Heartbeat',
		help: 'WebSocket ping or SSE comment at this interval, to keep the connection open. 0 sends none.',
		section: 'http',
		fallback: 30,
		min: 0,
		least: 0.1,
		max: 3600,
		unit: 's',
		scale: 'log',
		source: 'README of the ws package',
		bearsOn: ['sse', 'webSocket'],
	}),
	idleTimeout: number({
		label: 'Balancer idle time-out',
		help: 'A load balancer closes a connection that was silent for this long. 0 never closes.',
		section: 'http',
		fallback: 60,
		min: 0,
		least: 0.1,
		max: 3600,
		unit: 's',
		scale: 'log',
		source: 'AWS Application Load Balancer',
		bearsOn: ['longPolling', 'sse', 'webSocket'],
	}),
	cores: number({
		label: 'Cores of a server',
		help: 'Cores that work in parallel on one server.',
		section: 'server',
		fallback: 4,
		min: 1,
		max: 128,
		unit: '',
		scale: 'log',
		integer: true,
		source: 'assumed',
	}),
	nodes: number({
		label: 'Servers',
		help: 'Servers behind the load balancer; clients are spread evenly.',
		section: 'server',
		fallback: 1,
		min: 1,
		max: 1000,
		unit: '',
		scale: 'log',
		integer: true,
		source: 'assumed',
	}),
	bus: flag({
		label: 'Message bus',
		help: 'Servers share what is published. Without a bus it reaches only the clients of the server where it was published; polls read a shared store and miss nothing.',
		section: 'server',
		fallback: true,
		source: 'Redis, NATS or the like behind the servers',
		bearsOn: ['longPolling', 'sse', 'webSocket'],
	}),
	requestCpu: number({
		label: 'CPU of a request',
		help: 'Mean CPU time of one HTTP request: authentication and query. Exponentially distributed.',
		section: 'server',
		fallback: 1,
		min: 0,
		max: 1000,
		unit: 'ms',
		scale: 'log',
		source: 'assumed; published servers need 0.02 to 0.2 ms for an empty request',
	}),
	requestWait: number({
		label: 'Database wait of a request',
		help: 'Time a request waits for other systems without using a core.',
		section: 'server',
		fallback: 0,
		min: 0,
		max: 10_000,
		unit: 'ms',
		scale: 'log',
		source: 'assumed',
	}),
	pushCpu: number({
		label: 'CPU of a push',
		help: 'CPU time of one pushed message, heartbeat, or answer to a held request.',
		section: 'server',
		fallback: 0.03,
		min: 0,
		max: 1000,
		unit: 'ms',
		scale: 'log',
		source: 'Socket.IO: 30 000 messages of 1 kB a second on one core',
		bearsOn: ['longPolling', 'sse', 'webSocket'],
	}),
	handshakeCpu: number({
		label: 'CPU of a handshake',
		help: 'CPU time of accepting one connection: TCP, TLS and, for a WebSocket, the upgrade.',
		section: 'server',
		fallback: 1,
		min: 0,
		max: 1000,
		unit: 'ms',
		scale: 'log',
		source: 'assumed: RSA-2048 signature about 1 ms, ECDSA less',
	}),
	connectionMemory: number({
		label: 'Memory of a connection',
		help: 'Memory that the server needs for one open connection.',
		section: 'server',
		fallback: 50,
		min: 1,
		max: 10_000,
		unit: 'kB',
		scale: 'log',
		source: 'Node 20 with TLS in process, measured 37 to 45 KiB',
	}),
	reconnect: choice({
		label: 'Reconnect',
		help: 'What a client does when its connection is lost.',
		section: 'reliability',
		fallback: 'jitter',
		labels: {
			none: 'Never',
			immediate: 'At once',
			backoff: 'Exponential back-off',
			jitter: 'Back-off with full jitter',
		},
		source: 'AWS Architecture Blog, Exponential Backoff and Jitter',
		bearsOn: ['longPolling', 'sse', 'webSocket'],
	}),
	resume: flag({
		label: 'Resume from the last message',
		help: 'A client that comes back names the last message it saw, and gets what it missed.',
		section: 'reliability',
		fallback: true,
		source: 'Last-Event-ID of SSE; a cursor elsewhere',
		bearsOn: ['longPolling', 'sse', 'webSocket'],
	}),
	faults: list<readonly Fault[]>({
		label: 'Faults',
		help: 'What goes wrong, when (seconds into the run) and for how long.',
		section: 'reliability',
		fallback: [],
		form: `up to ${MAX_FAULTS} of kind@start+duration in seconds (kinds: drop, restart, block, slow, burst, background)`,
		read: parseFaults,
		print: printFaults,
		source: 'none by default',
	}),
	priceServer: number({
		label: 'One server',
		help: 'List price of one server; as many are counted as keep the cores below 60 % busy and connections below 10 000 each.',
		section: 'prices',
		fallback: 0.0816,
		min: 0,
		max: 1000,
		unit: 'USD/h',
		scale: 'log',
		source: 'EC2 m7g.large, us-east-1, 2026-09 (from memory)',
	}),
	priceEgress: number({
		label: 'Data out',
		help: 'List price of data sent to clients, after 100 GB free a month. Data in is free.',
		section: 'prices',
		fallback: 0.09,
		min: 0,
		max: 100,
		unit: 'USD/GB',
		scale: 'log',
		source: 'AWS data transfer out, 2026-09',
	}),
	priceBalancer: number({
		label: 'Load balancer',
		help: 'List price of the load balancer by the hour.',
		section: 'prices',
		fallback: 0.0225,
		min: 0,
		max: 1000,
		unit: 'USD/h',
		scale: 'log',
		source: 'AWS ALB, 2026-09-20',
	}),
	priceCapacity: number({
		label: 'Balancer capacity',
		help: 'Price of a capacity unit: 25 new connections/s, 3000 open connections or 1 GB/h, whichever is most.',
		section: 'prices',
		fallback: 0.008,
		min: 0,
		max: 1000,
		unit: 'USD/h',
		scale: 'log',
		source: 'AWS ALB LCU, 2026-09-20',
	}),
	priceRequests: number({
		label: 'A million requests',
		help: 'For serverless back ends: price of a million requests or WebSocket frames in either direction.',
		section: 'prices',
		fallback: 0,
		min: 0,
		max: 1000,
		unit: 'USD',
		scale: 'log',
		source: 'AWS API Gateway asks 1.00; 0 where you run your own servers',
	}),
	priceConnections: number({
		label: 'A million connection-minutes',
		help: 'For serverless back ends: price of keeping connections open.',
		section: 'prices',
		fallback: 0,
		min: 0,
		max: 1000,
		unit: 'USD',
		scale: 'log',
		source: 'AWS API Gateway asks 0.25; 0 where you run your own servers',
	}),
	duration: number({
		label: 'Simulated time',
		help: 'How much time is measured, after the warm-up.',
		section: 'run',
		fallback: 60,
		min: 1,
		max: 3600,
		unit: 's',
		scale: 'log',
		source: 'long enough for percentiles at 10 000 users',
	}),
	seed: number({
		label: 'Random seed',
		help: 'The same seed gives the same run, to the last bit.',
		section: 'run',
		fallback: 1,
		min: 0,
		max: 4_294_967_295,
		unit: '',
		integer: true,
		source: 'any',
	}),
};

export type Fields = typeof FIELDS;
export type FieldName = keyof Fields;
export type Scenario = { readonly [K in FieldName]: Fields[K]['fallback'] };

export const FIELD_NAMES = Object.keys(FIELDS) as FieldName[];

export const DEFAULT_SCENARIO = Object.fromEntries(
	FIELD_NAMES.map((name) => [name, FIELDS[name].fallback]),
) as Scenario;

function isProfileKey(name: FieldName): name is ProfileKey {
	return (PROFILE_KEYS as readonly string[]).includes(name);
}

/** What `name` is when nothing is said about it: the network's value, or the field's default. */
export function fallbackOf<K extends FieldName>(name: K, network: NetworkId): Scenario[K] {
	const value = isProfileKey(name) ? NETWORKS[network][name] : FIELDS[name].fallback;
	return value as Scenario[K];
}

/** A whole scenario from the inputs that differ: the network fills in its profile, then defaults. */
export function completeScenario(inputs: Partial<Scenario>): Scenario {
	const network = inputs.network ?? DEFAULT_SCENARIO.network;
	return Object.fromEntries(
		FIELD_NAMES.map((name) => [name, inputs[name] ?? fallbackOf(name, network)]),
	) as Scenario;
}

/** `scenario` with `inputs` changed. A new network brings its whole profile with it. */
export function changeScenario(scenario: Scenario, inputs: Partial<Scenario>): Scenario {
	const profile =
		inputs.network === undefined || inputs.network === scenario.network
			? {}
			: Object.fromEntries(PROFILE_KEYS.map((key) => [key, fallbackOf(key, inputs.network!)]));
	return { ...scenario, ...profile, ...inputs };
}

/** Of a scenario all that makes a difference to a transport: where this is the same, so is its report. */
export function bearingOn(transport: TransportId, scenario: Scenario): string {
	return JSON.stringify(
		FIELD_NAMES.filter((name) => bearsOn(name, transport)).map((name) => scenario[name]),
	);
}

function bearsOn(name: FieldName, transport: TransportId): boolean {
	const field: Field = FIELDS[name];
	return field.bearsOn?.includes(transport) ?? true;
}

/** Throws a RangeError on a scenario that no control and no text can produce: that is a bug of ours. */
export function assertScenario(scenario: Scenario): void {
	for (const name of FIELD_NAMES) {
		const field = FIELDS[name] as {
			parse(text: string): Parsed<unknown>;
			print(v: unknown): string;
		};
		const { problem } = field.parse(field.print(scenario[name]));
		if (problem !== undefined) throw new RangeError(`${name}: ${problem}`);
	}
}
