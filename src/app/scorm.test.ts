import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { tellLearnerEvent } from './progress.ts';
import { findApi, ScormVisit, type ScormApi } from './scorm.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A learning system that remembers what it is told. */
function system(kept: Record<string, string> = {}) {
	const values: Record<string, string> = { 'cmi.core.lesson_status': 'not attempted', ...kept };
	const calls: string[] = [];
	const api: ScormApi = {
		LMSInitialize: () => (calls.push('initialize'), 'true'),
		LMSGetValue: (name) => values[name] ?? '',
		LMSSetValue: (name, value) => ((values[name] = value), 'true'),
		LMSCommit: () => 'true',
		LMSFinish: () => (calls.push('finish'), 'true'),
	};
	return { api, values, calls };
}

function solve(done: number, tasks: number): void {
	const score = done / tasks;
	tellLearnerEvent({
		type: 'task-completed',
		lesson: 'first',
		task: `t${done}`,
		done,
		tasks,
		score,
	});
}

const ignore = () => undefined;

describe('a visit', () => {
	test('is incomplete until all tasks are solved, and scores their share', () => {
		const { api, values, calls } = system();
		const visit = new ScormVisit(ignore, () => api);
		expect(values['cmi.core.lesson_status']).toBe('incomplete');
		tellLearnerEvent({ type: 'step', lesson: 'first', step: 2, steps: 5 });
		solve(1, 3);
		expect(values).toMatchObject({
			'cmi.core.lesson_status': 'incomplete',
			'cmi.core.lesson_location': '2',
			'cmi.core.score.raw': '33',
		});
		solve(3, 3);
		expect(values).toMatchObject({
			'cmi.core.lesson_status': 'completed',
			'cmi.core.score.raw': '100',
		});
		vi.advanceTimersByTime(3_723_000);
		visit.end();
		expect(values['cmi.core.session_time']).toBe('0001:02:03');
		expect(calls).toEqual(['initialize', 'finish']);
	});

	test('goes on where the last one ended, and stays completed', () => {
		const { api, values } = system({
			'cmi.suspend_data': 'users=7',
			'cmi.core.lesson_status': 'completed',
		});
		const onResume = vi.fn();
		new ScormVisit(onResume, () => api).show('users=8');
		expect(onResume.mock.calls).toEqual([['users=7']]);
		expect(values).toMatchObject({
			'cmi.core.lesson_status': 'completed',
			'cmi.suspend_data': 'users=8',
		});
	});

	test('keeps no state that is longer than a system must hold', () => {
		const { api, values } = system();
		new ScormVisit(ignore, () => api).show('x'.repeat(1001));
		expect(values['cmi.suspend_data']).toBeUndefined();
	});

	test('without a lesson is complete after three scenarios of the learner’s own', () => {
		const { api, values } = system();
		const visit = new ScormVisit(ignore, () => api);
		for (const query of ['', 'users=1', 'users=2', 'users=1']) visit.show(query);
		expect(values['cmi.core.lesson_status']).toBe('incomplete');
		visit.show('users=3');
		expect(values['cmi.core.lesson_status']).toBe('completed');
		visit.end();
	});

	test('finds a system that comes late, and tells it what has happened', () => {
		const { api, values } = system({ 'cmi.suspend_data': 'users=7' });
		const page: { api?: ScormApi } = {};
		const onResume = vi.fn();
		const visit = new ScormVisit(onResume, () => page.api);
		visit.show('');
		visit.show('users=9');
		solve(2, 2);
		page.api = api;
		vi.advanceTimersByTime(5000);
		expect(values).toMatchObject({
			'cmi.core.lesson_status': 'completed',
			'cmi.suspend_data': 'users=9',
		});
		expect(onResume).not.toHaveBeenCalled();
		visit.end();
	});

	test('does no harm where there is no system, nor where it throws', () => {
		const broken = new Proxy({} as ScormApi, {
			get() {
				throw new Error('the session is over');
			},
		});
		for (const api of [undefined, broken]) {
			const visit = new ScormVisit(ignore, () => api);
			visit.show('users=9');
			solve(1, 1);
			vi.advanceTimersByTime(60_000);
			visit.end();
		}
		expect(vi.getTimerCount()).toBe(0);
	});
});

describe('the API', () => {
	const API = system().api;
	const own = (fields: object) => fields as unknown as Window;

	/** A window inside so many others, the outermost of which has the API. */
	function nested(hops: number): Window {
		const top: Record<string, unknown> = { API };
		top['parent'] = top;
		let inner = top;
		for (let hop = 0; hop < hops; hop++) inner = { parent: inner };
		return own({ opener: null, ...inner });
	}

	test('is found in a window above, up to ten of them', () => {
		expect(findApi(nested(1))).toBe(API);
		expect(findApi(nested(9))).toBe(API);
		expect(findApi(nested(10))).toBeUndefined();
	});

	test('is found in the window that opened this one', () => {
		const self: Record<string, unknown> = { opener: nested(1) };
		self['parent'] = self;
		expect(findApi(own(self))).toBe(API);
	});

	test('is not found in a window of another site, which throws', () => {
		const foreign: object = new Proxy(
			{},
			{
				get(_, key) {
					if (key === 'parent') return foreign;
					throw new DOMException('Blocked a frame', 'SecurityError');
				},
			},
		);
		expect(findApi(own({ parent: foreign, opener: null }))).toBeUndefined();
	});

	test('is found above a window of another site', () => {
		const foreign: object = new Proxy(
			{},
			{
				get(_, key) {
					if (key === 'parent') return nested(0);
					throw new DOMException('Blocked a frame', 'SecurityError');
				},
			},
		);
		expect(findApi(own({ parent: foreign, opener: null }))).toBe(API);
	});
});
