import { FIELDS, type Scenario } from '../model/scenario.ts';
import { figure } from './words.ts';

/** The inputs that matter most, in a line: `10 000 users, a poll every 3 s, 1 message/min, 4G (LTE)`. */
export function digestOf({ users, pollInterval, messageRate, network }: Scenario): string {
	return [
		`${figure(users)} ${users === 1 ? 'user' : 'users'}`,
		`a poll every ${figure(pollInterval)} s`,
		`${figure(messageRate)} ${messageRate === 1 ? 'message' : 'messages'}/min`,
		FIELDS.network.labels[network],
	].join(', ');
}
