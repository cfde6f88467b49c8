import type { TransportId } from '../model/transports.ts';
import type { Fraction } from '../model/units.ts';
import { fates, type Expectations } from './assemble.ts';
import type { Conditions } from './conditions.ts';

/** Share of the messages that reach a client: without a bus those published on its own server. Polls read a shared store. */
export function reachOf(transport: TransportId, { scenario }: Conditions): Fraction {
	return transport === 'polling' || scenario.bus ? 1 : 1 / scenario.nodes;
}

/** As if only so many messages were published for each client: those of a Poisson process that reach it are one as well. */
export function thinned(conditions: Conditions, reach: Fraction): Conditions {
	return { ...conditions, messageRate: conditions.messageRate * reach };
}

/** `figures` of what reaches clients, with the messages that do not counted as published and lost. */
export function withUnheard(figures: Expectations, conditions: Conditions): Expectations {
	const { 'messages.published': published } = fates(conditions, 1);
	const delivered = figures['messages.delivered'];
	const lost = typeof delivered === 'number' ? published - delivered : figures['messages.lost']!;
	return { ...figures, 'messages.published': published, 'messages.lost': lost };
}
