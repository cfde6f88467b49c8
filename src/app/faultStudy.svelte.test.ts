import { expect, test } from 'vitest';
import { completeScenario, type Scenario } from '../model/scenario.ts';
import { simulated } from '../sim/testScenario.ts';
import type { RunScenario } from '../worker/run.ts';
import { FaultStudy } from './faultStudy.svelte.ts';
import { precautionsOf } from './faultWorth.ts';

const scenario = completeScenario({ users: 20, duration: 5 });
const others = precautionsOf(scenario).map(({ other }) => ({ ...scenario, ...other }));

function studied() {
	const ran: Scenario[] = [];
	const run: RunScenario = async (wanted, transports, { signal, onProgress }) => {
		ran.push(wanted);
		await Promise.resolve();
		signal.throwIfAborted();
		for (const transport of transports) {
			onProgress({ transport, report: simulated(transport, wanted), progress: 1 });
		}
	};
	return { ran, study: new FaultStudy({ run }) };
}

test('every scenario is simulated once, and its reports are known', async () => {
	const { ran, study } = studied();
	await study.work(others, ['sse']);
	expect(ran).toEqual(others);
	await study.work(others, ['sse']);
	expect(ran.length).toBe(others.length);
	for (const other of others) {
		expect(study.reportsOf(other, ['sse'])?.sse).toMatchObject(simulated('sse', other));
	}
	expect(study.reportsOf(others[0]!, ['polling'])).toBeUndefined();
});

test('a newer question overtakes an older one, which leaves nothing behind', async () => {
	const { study } = studied();
	const first = study.work(others, ['sse']);
	const second = study.work([scenario], ['sse']);
	await Promise.all([first, second]);
	expect(study.reportsOf(scenario, ['sse'])).toBeDefined();
	expect(study.reportsOf(others[0]!, ['sse'])).toBeUndefined();
	expect(study.running).toBe(false);
});

test('a run that fails is said', async () => {
	const study = new FaultStudy({ run: () => Promise.reject(new Error('no worker')) });
	await study.work([scenario], ['sse']);
	expect(study.failure).toBe('no worker');
	expect(study.running).toBe(false);
});

test('each precaution is switched the other way, and switching twice leads back', () => {
	for (const { id, on, other } of precautionsOf({ ...scenario, nodes: 4 })) {
		const switched = precautionsOf({ ...scenario, nodes: 4, ...other });
		const again = switched.find((precaution) => precaution.id === id)!;
		expect(again.on, id).toBe(!on);
	}
});
