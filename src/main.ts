import { mount } from 'svelte';
import { Address, queryOf } from './app/address.ts';
import { Appearance } from './app/appearance.svelte.ts';
import { Comparison } from './app/comparison.svelte.ts';
import { isFramed } from './app/framed.ts';
import { tellLearningSystem } from './app/learningSystem.svelte.ts';
import { Moment } from './app/moment.svelte.ts';
import { Pin } from './app/pin.svelte.ts';
import { Priorities } from './app/priorities.svelte.ts';
import { onSeen, whenSeen } from './app/seen.ts';
import { decodePage, encodePage } from './app/url.ts';
// Before the components, whose own styles come after it.
import './ui/theme.css';
import App from './ui/App.svelte';
import { createRunner } from './worker/run.ts';

const { page, problems } = decodePage(queryOf(location));
const runner = createRunner();
const comparison = new Comparison(runner, page.scenario, page.view.transports);
for (const problem of problems) comparison.notify(problem);
const appearance = new Appearance(page.view);
const target = document.querySelector('#app')!;

const start = () => void comparison.start().then(rest);

/** Once the first figures are there; parts that cannot be loaded are the page's to tell. */
async function rest(): Promise<void> {
	// Of ten frames in one article most are never touched, and a guest keeps nothing.
	if (isFramed()) return;
	const next = await import('./ui/next.ts').catch(() => null);
	// The single file is kept by whoever has it.
	if (import.meta.env.MODE !== 'single') next?.keepForOffline();
	next?.practise(comparison, runner);
}

// Ten frames in one article must not all compute before anybody has scrolled to them, nor keep their
// workers when they are out of sight; a page of its own starts its workers first, and is drawn while
// they wake.
if (page.view.embed) {
	whenSeen(target, start);
	onSeen(target, (seen) => {
		if (!seen) runner.rest();
	});
} else start();

// A task of its own, so that neither keeps the reader waiting for long. No `await`: WebKit never ends a
// module that waits here while parts of the page are loaded that import from it.
setTimeout(() =>
	mount(App, {
		target,
		props: {
			comparison,
			pin: new Pin(runner, page.view.pin),
			appearance,
			address: new Address(encodePage(page)),
			moment: new Moment(page.view.t),
			priorities: new Priorities(page.view),
		},
	}),
);

// The single file is also what is packed for a learning system.
if (import.meta.env.MODE === 'single') tellLearningSystem(comparison, appearance);
