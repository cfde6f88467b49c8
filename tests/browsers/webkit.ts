import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { strokes, type Driven } from './driven.ts';
import { firstOnPath, saying, stop } from './programs.ts';

/** Where the driver of WebKit is, which knows its browser; `WEBKIT_DRIVER_PATH` names another. */
export function findWebKit(): string | undefined {
	return process.env['WEBKIT_DRIVER_PATH'] ?? firstOnPath('WebKitWebDriver');
}

/** WebKit's own small browser, through WebDriver. */
export async function startWebKit(path: string): Promise<Driven> {
	const screen = process.env['DISPLAY'] === undefined ? await startScreen() : undefined;
	const port = await freePort();
	// Without compositing, a machine without a graphics card draws as well.
	const env = { ...process.env, ...screen?.env, WEBKIT_DISABLE_COMPOSITING_MODE: '1' };
	const driver = spawn(path, [`--port=${port}`], { env, stdio: 'ignore' });

	async function send<Result>(method: string, path: string, body?: object): Promise<Result> {
		const response = await fetch(`http://127.0.0.1:${port}/session${path}`, {
			method,
			...(body && { body: JSON.stringify(body) }),
		});
		const { value } = (await response.json()) as { value: Result & { message?: string } };
		if (!response.ok) throw new Error(`${path}: ${value.message ?? response.status}`);
		return value;
	}

	await listening(port, driver);
	const { sessionId, capabilities } = await send<{
		sessionId: string;
		capabilities: { browserVersion: string };
	}>('POST', '', { capabilities: {} });
	const own = `/${sessionId}`;
	const act = (actions: readonly object[]) => send('POST', `${own}/actions`, { actions });

	return {
		version: capabilities.browserVersion,
		open: (url) => send('POST', `${own}/url`, { url }),
		async evaluate(where, expression) {
			await send('POST', `${own}/frame`, { id: where === 'page' ? null : 0 });
			const script = `return ${expression}`;
			const text = await send<string>('POST', `${own}/execute/sync`, { script, args: [] });
			await send('POST', `${own}/frame`, { id: null });
			return text;
		},
		press: (keys) => act(strokes(keys)),
		act,
		resize: (width, height) => send('POST', `${own}/window/rect`, { width, height }),
		async close() {
			await send('DELETE', own);
			await stop(driver);
			await screen?.stop();
		},
	};
}

interface Screen {
	readonly env: { readonly DISPLAY: string };
	stop(): Promise<void>;
}

/** A screen in memory: this browser cannot do without one. */
async function startScreen(): Promise<Screen | undefined> {
	const path = firstOnPath('Xvfb');
	if (path === undefined) return undefined;
	const args = ['-displayfd', '1', '-screen', '0', '1400x1000x24'];
	const screen = spawn(path, args, { stdio: ['ignore', 'pipe', 'ignore'] });
	const [, display] = await saying(screen, screen.stdout, /^(\d+)\n/);
	return { env: { DISPLAY: `:${display!}` }, stop: () => stop(screen) };
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

async function listening(port: number, driver: ChildProcess): Promise<void> {
	while (driver.exitCode === null) {
		const status = await fetch(`http://127.0.0.1:${port}/status`).catch(() => undefined);
		if (status?.ok) return;
		await setTimeout(100);
	}
	throw new Error(`${driver.spawnfile} has ended`);
}
