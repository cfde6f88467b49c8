import { duration } from '../charts/format.ts';
import { MS_PER_SECOND, type Seconds } from '../model/units.ts';

/** How long a recovery took, in words. */
export function recovered(recovery: Seconds | null): string {
	if (recovery === 0) return 'at once';
	return recovery === Infinity
		? 'not in sight'
		: duration(recovery === null ? null : recovery * MS_PER_SECOND);
}
