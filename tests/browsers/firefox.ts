import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { strokes, type Driven } from './driven.ts';
import { firstOnPath, saying, stop } from './programs.ts';

interface Context {
	readonly context: string;
	readonly children: readonly Context[];
}

interface Message {
	readonly id?: number;
	readonly error?: string;
	readonly message?: string;
	readonly result?: unknown;
}

/** Where Firefox is; `FIREFOX_PATH` names another. */
export function findFirefox(): string | undefined {
	const usual = '/Applications/Firefox.app/Contents/MacOS/firefox';
	return process.env['FIREFOX_PATH'] ?? firstOnPath('firefox', 'firefox-esr', usual);
}

/** Firefox through WebDriver BiDi, which it speaks by itself. */
export async function startFirefox(path: string): Promise<Driven> {
	const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
	const args = ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile];
	const firefox = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] });
	const [, address] = await saying(firefox, firefox.stderr, /BiDi listening on (ws:\S+)/);

	const socket = new WebSocket(`${address!}/session`);
	await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
	const waiting = new Map<number, (message: Message) => void>();
	socket.on('message', (data: Buffer) => {
		const message = JSON.parse(data.toString()) as Message;
		if (message.id !== undefined) waiting.get(message.id)?.(message);
	});

	let last = 0;
	async function send<Result>(method: string, params: object): Promise<Result> {
		const id = ++last;
		const answer = await new Promise<Message>((resolve) => {
			waiting.set(id, resolve);
			socket.send(JSON.stringify({ id, method, params }));
		});
		waiting.delete(id);
		if (answer.error !== undefined) throw new Error(`${method}: ${answer.message ?? answer.error}`);
		return answer.result as Result;
	}

	const tree = () => send<{ contexts: Context[] }>('browsingContext.getTree', {});
	const { capabilities } = await send<{ capabilities: { browserVersion: string } }>('session.new', {
		capabilities: {},
	});
	const { context } = (await tree()).contexts[0]!;
	const act = (actions: readonly object[]) => send('input.performActions', { context, actions });

	return {
		version: capabilities.browserVersion,
		open: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
		async evaluate(where, expression) {
			const page = (await tree()).contexts[0]!;
			const target = where === 'page' ? page : page.children[0];
			if (target === undefined) throw new Error('the page has no frame');
			const { result, exceptionDetails } = await send<{
				result?: { value: string };
				exceptionDetails?: { text: string };
			}>('script.evaluate', {
				expression,
				target: { context: target.context },
				awaitPromise: false,
			});
			if (result === undefined) throw new Error(exceptionDetails?.text);
			return result.value;
		},
		press: (keys) => act(strokes(keys)),
		act,
		resize: (width, height) =>
			send('browsingContext.setViewport', { context, viewport: { width, height } }),
		async close() {
			await stop(firefox);
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
		},
	};
}
