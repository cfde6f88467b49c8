import type { Fraction } from '../model/units.ts';
import type { Leg } from '../model/wire.ts';
import type { Conditions } from './conditions.ts';
import type { Derivation } from './derivation.ts';
import type { Flight } from './explainBytes.ts';
import type { Flights } from './link.ts';
import { postAnswers, postsAckedAlone, type Posting } from './posts.ts';

/** What one user sends to the servers, where it is posts: ms of CPU a second. */
export const POST_WORK = 'μ × (cpu_request + cold_post × cpu_handshake)';

/** Of flights on warm connections and on new ones: a share `cold` of the latter. */
export function mixed(cold: Fraction, again: Leg, first: Leg): Flights {
	if (again.total === first.total || cold === 0) return [[1, again]];
	return [
		[1 - cold, again],
		[cold, first],
	];
}

/** Posts and their answers; none where users send nothing. */
export function postFlights(
	conditions: Conditions,
	{ cold, repeats }: Pick<Posting, 'cold' | 'repeats'>,
): Flight[] {
	const { uplinkRate, wire } = conditions;
	if (uplinkRate === 0) return [];
	return [
		{
			symbol: 'post',
			meaning: 'a POST',
			direction: 'up',
			rides: true,
			rate: 'μ',
			legs: mixed(cold, wire.post, wire.firstPost),
		},
		{
			symbol: 'done',
			meaning: 'its answer',
			direction: 'down',
			rides: false,
			rate: 'μ',
			legs: postAnswers(conditions, cold, repeats),
		},
	];
}

/** What the lines of posts rest on. */
export function addPosts(
	sheet: Derivation,
	conditions: Conditions,
	posting: Pick<Posting, 'cold' | 'lastLate' | 'wait'>,
): void {
	const { cold } = posting;
	sheet.given('cold_post', cold, 'posts that find no connection: about e^(−μ × K)', {
		unit: 'share',
		source: 'a connection idle for K is closed',
	});
	const alone = postsAckedAlone(conditions, posting);
	sheet.given('alone_post', alone, 'posts whose ACK travels alone', { unit: 'share' });
	sheet.line('n_post_alone', 'μ × alone_post', 'such ACKs of one user', { unit: 'per s' });
}
