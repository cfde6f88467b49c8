import { COST_PARTS } from '../model/figures.ts';
import { unitFor } from './format.ts';
import type { Reports } from './reports.ts';
import { figures, perPart, row, type Transports } from './rows.ts';

/** How busy the cores are, and what it costs in waiting. */
export function serverRows(reports: Reports, transports: Transports) {
	const at = figures(reports, transports);
	const [mean, p99] = [at('server.queueWait.mean'), at('server.queueWait.p99')];
	const unit = unitFor('ms', [...mean, ...p99]);
	return {
		mean: row('server.queueWait.mean', mean, unit),
		p99: row('server.queueWait.p99', p99, unit),
		utilisation: row('server.utilisation', at('server.utilisation')),
	};
}

/** Open connections, how fast new ones come, and the memory they hold. */
export function memoryRows(reports: Reports, transports: Transports) {
	const at = figures(reports, transports);
	return {
		handshakes: row('server.handshakesPerSecond', at('server.handshakesPerSecond')),
		connections: row('server.connections', at('server.connections')),
		memory: row('server.memory', at('server.memory')),
	};
}

/** The monthly bill and its items. */
export function moneyRows(reports: Reports, transports: Transports) {
	const at = figures(reports, transports);
	const total = at('cost.monthly');
	const unit = unitFor('USD', total);
	return {
		total: row('cost.monthly', total, unit),
		parts: perPart(COST_PARTS, (part) => row(`cost.parts.${part}`, at(`cost.parts.${part}`), unit)),
	};
}
