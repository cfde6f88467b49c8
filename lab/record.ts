import { mkdirSync, writeFileSync } from 'node:fs';
import { completeScenario } from '../src/model/scenario.ts';
import { LOOPBACK } from './cases.ts';
import { Lab } from './lab.ts';
import { recordingOf } from './recording.ts';

const FOLDER = 'lab/recordings';
/** Few phones, long enough for each to fall asleep some ten times. */
const RECORDED = completeScenario({ ...LOOPBACK, users: 12, duration: 30, messageRate: 30 });

/** Records one short run of each transport with a radio of its own, for `lab/replay.test.ts`. Needs packets. */
export async function main(): Promise<number> {
	const lab = await Lab.open({ packets: true });
	mkdirSync(FOLDER, { recursive: true });
	for (const transport of ['polling', 'longPolling', 'webSocket'] as const) {
		const recording = recordingOf(transport, await lab.play(transport, RECORDED));
		writeFileSync(`${FOLDER}/${transport}.json`, `${JSON.stringify(recording)}\n`);
	}
	lab.close();
	return 0;
}
