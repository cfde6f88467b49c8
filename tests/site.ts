import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import type { Page } from '@playwright/test';

const TYPES: Record<string, string> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
	'.svg': 'image/svg+xml',
};

export interface Site {
	/** Ends with a slash. */
	readonly url: string;
	close(): void;
}

/**
 * A site for a test; `answer` gives the text for a path, or the file to send. Unless told where, it is
 * another one than the page's own, which is at 127.0.0.1.
 */
export async function startSite(
	answer: (path: string) => string | URL | undefined,
	host = 'localhost',
): Promise<Site> {
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? '/', 'http://localhost').pathname;
		const found = answer(path);
		const name = found instanceof URL ? found.pathname : 'page.html';
		response.statusCode = found === undefined ? 204 : 200; // an icon, which no page here has
		response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream');
		response.setHeader('access-control-allow-origin', '*'); // for frames without an origin
		response.end(found instanceof URL ? readFileSync(found) : found);
	});
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	return {
		url: `http://${host}:${(server.address() as AddressInfo).port}/`,
		close: () => void server.close(),
	};
}

/** Requests of a page, its frames and the windows it opens, for anything but what these sites serve. */
export function requestsElsewhere(page: Page, isOwn: (url: string) => boolean): string[] {
	const elsewhere: string[] = [];
	const note = (url: string) => {
		if (!/^(about|blob|data):/.test(url) && !isOwn(url)) elsewhere.push(`request: ${url}`);
	};
	page.context().on('request', (request) => note(request.url()));
	page.context().on('page', (opened) => opened.on('websocket', (socket) => note(socket.url())));
	page.on('websocket', (socket) => note(socket.url()));
	return elsewhere;
}
