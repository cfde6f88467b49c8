import { factorOff } from '../lessons/bets.ts';
import { TRANSPORTS } from '../model/transports.ts';
import type { Commitment, Outcome, Round } from './interview.svelte.ts';
import { factor, figure, percent, spans } from './words.ts';

/** One line of what a round came to: what was staked, what the run gave, and how far apart they are. */
export interface Comparison {
	readonly label: string;
	readonly staked: string;
	readonly simulated: string;
	readonly difference: string;
}

/** What a round came to, line by line; the last line has no stake. */
export function roundRows(commitment: Commitment, outcome: Outcome): readonly Comparison[] {
	const { requests, latency } = outcome;
	const shared = outcome.delivered === null ? 'no messages' : percent(outcome.delivered);
	const [staked, simulated] = [
		spans(commitment.latency)[0]!,
		latency === null ? 'nothing delivered' : spans(latency)[0]!,
	];
	return [
		{
			label: 'Requests a second',
			staked: figure(commitment.requests),
			simulated: figure(requests),
			difference: difference(commitment.requests, requests),
		},
		{
			label: 'Latency, p95',
			staked,
			simulated,
			difference: latency === null ? '–' : difference(commitment.latency, latency),
		},
		{ label: 'Delivered', staked: '–', simulated: shared, difference: '–' },
	];
}

function difference(staked: number, simulated: number): string {
	const off = factorOff(staked, simulated);
	if (off <= 1.1) return 'right';
	const way = staked < simulated ? 'too low' : 'too high';
	return Number.isFinite(off) ? `${factor(off)} ${way}` : way;
}

/** The whole interview as plain text, to be kept or sent by whoever took it. `says` gives a round's words. */
export function interviewText(rounds: readonly Round[], says: (round: Round) => string): string {
	const parts = rounds.flatMap((round, index) => {
		const { commitment, outcome } = round;
		if (!commitment || !outcome) return [];
		const rows = roundRows(commitment, outcome).map(
			({ label, staked, simulated, difference: apart }) =>
				`   ${label}: said ${staked}, simulated ${simulated}${apart === '–' ? '' : ` (${apart})`}`,
		);
		const choice = `   Choice: ${TRANSPORTS[commitment.transport].label}`;
		return [[`${index + 1}. ${says(round)}`, choice, ...rows].join('\n')];
	});
	return ['Push or Poll: interview', ...parts].join('\n\n');
}
