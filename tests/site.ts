import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';

const TYPES: Record<string, string> = {
	'.html': 'text/html',
	'.js': 'text/javascript',
	'.css': 'text/css',
};

export interface Site {
	/** Ends with a slash. */
	readonly url: string;
	close(): void;
}

/**
 * Another site than the page's own, which is at 127.0.0.1: `answer` gives the text for a path, or the
 * file to send.
 */
export async function startSite(answer: (path: string) => string | URL | undefined): Promise<Site> {
	const server = createServer((request, response) => {
		const path = new URL(request.url ?? '/', 'http://localhost').pathname;
		const found = answer(path);
		const name = found instanceof URL ? found.pathname : 'page.html';
		response.statusCode = found === undefined ? 204 : 200; // an icon, which no page here has
		response.setHeader('content-type', TYPES[extname(name)] ?? 'application/octet-stream');
		response.end(found instanceof URL ? readFileSync(found) : found);
	});
	await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
	return {
		url: `http://localhost:${(server.address() as AddressInfo).port}/`,
		close: () => void server.close(),
	};
}
