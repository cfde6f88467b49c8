import type { Conditions } from './conditions.ts';
import type { Cores, Job } from './cores.ts';
import type { Derivation } from './derivation.ts';
import { erlangC } from './queue.ts';
import { scatterOf } from './synchronised.ts';

/** How one user's connections and work come to the figures of the servers. */
export interface ServerUse {
	readonly jobs: readonly Job[];
	/** Work of one user, ms of CPU a second: a formula. */
	readonly work: string;
	readonly cores: Cores;
	/** A client's next job comes only after its last one: it meets those of the others. */
	readonly oneAtATime?: boolean;
	/** All clients come at the same moment. */
	readonly crowd?: boolean;
	/** A batch waits otherwise: its own mean wait and how it comes about. */
	readonly batch?: string;
	/** Open connections of one user: a formula. */
	readonly open: string;
	/** New connections of one user a second: a symbol. */
	readonly opened: string;
}

/** The lines of all figures of the servers. */
export function addServer(sheet: Derivation, conditions: Conditions, use: ServerUse): void {
	sheet.line('work', `U × (${use.work}) / 1000`, 'cores that all the work would keep busy');
	sheet.line('ρ', 'work / (servers × c)', 'utilisation', {
		unit: 'share',
		figure: 'server.utilisation',
	});
	if (use.crowd) addCrowd(sheet, conditions);
	else addQueue(sheet, conditions, use);
	sheet.line('connections', `U × (${use.open})`, 'open connections', {
		figure: 'server.connections',
	});
	sheet.line('memory', 'connections × memory_each × 1000', 'their memory', {
		unit: 'B',
		figure: 'server.memory',
	});
	sheet.line('handshakes', `U × ${use.opened}`, 'new connections', {
		unit: 'per s',
		figure: 'server.handshakesPerSecond',
	});
}

function addQueue(
	sheet: Derivation,
	{ scenario }: Conditions,
	{ batch, cores, jobs, oneAtATime }: ServerUse,
) {
	const figure = 'server.queueWait.mean';
	const { meanWait, p99Wait, utilisation } = cores;
	if (batch !== undefined) {
		sheet.line('W', batch, 'mean wait for a core', { unit: 'ms', figure });
	} else if (typeof meanWait === 'number' && meanWait > 0) {
		const clients = scenario.users / scenario.nodes;
		const others = oneAtATime ? Math.max(0, clients - 1) / clients : 1;
		const load = utilisation * scenario.cores * others;
		const rate = jobs.reduce((sum, job) => sum + job.rate, 0);
		const service = jobs.reduce((sum, job) => sum + job.rate * job.mean, 0) / rate;
		const square = jobs.reduce((sum, job) => sum + job.rate * job.square, 0) / rate;
		sheet.given('others', others, 'of the work, what a job meets: not that of its own client', {
			unit: 'share',
		});
		sheet.line('a', 'ρ × c × others', 'work that a job meets, in cores');
		sheet.given('s', service, 'mean CPU time of a job', {
			unit: 'ms',
			source: 'all kinds of work',
		});
		sheet.given(
			'cv2',
			square / (service * service) - 1,
			'how much it varies: (deviation / mean)²',
			{
				source: '1 where it is exponential, 0 where it is constant',
			},
		);
		sheet.given(
			'C',
			erlangC(scenario.cores, load),
			'chance to find all cores busy: Erlang’s C(c, a)',
			{
				source: 'A. K. Erlang, 1917; random arrivals',
			},
		);
		sheet.line('W', 'C × s / (c − a) × (1 + cv2) / 2', 'mean wait for a core', {
			unit: 'ms',
			figure,
		});
	} else sheet.solved('W', Number(meanWait), 'mean wait for a core', { unit: 'ms', figure });
	if (typeof p99Wait !== 'number') return;
	sheet.solved(
		'W_99',
		p99Wait,
		'what 99 % of the jobs wait at most: the queue’s own distribution',
		{
			unit: 'ms',
			figure: 'server.queueWait.p99',
		},
	);
}

/** All clients of a server at the same moment. */
function addCrowd(sheet: Derivation, conditions: Conditions): void {
	sheet.line('B', 'U / servers', 'requests that reach a server together');
	sheet.given('scatter', scatterOf(conditions), 'by so much the path scatters them, on average', {
		unit: 'ms',
		source: 'jitter and loss of the path',
	});
	sheet.line(
		'W',
		'cpu_request × max(0, B − c) × max(0, B − c + 1) / (2 × c × B) − scatter',
		'mean wait for a core: c start at once, then one each cpu_request / c',
		{ unit: 'ms', figure: 'server.queueWait.mean' },
	);
}
