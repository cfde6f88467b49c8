import { existsSync, readFileSync } from 'node:fs';
import { startSite, type Site } from '../site.ts';

const dist = new URL('../../dist/', import.meta.url);

/** Stands before the content policy, which would not let it in. */
const WATCH = `<script>
	window.complaints = [];
	const complain = (...words) => complaints.push(words.join(' '));
	console.error = complain;
	addEventListener('error', ({ message, target }) => complain(message ?? target.outerHTML), true);
	addEventListener('unhandledrejection', (event) => complain(event.reason));
	addEventListener('securitypolicyviolation', (event) =>
		complain('content policy', event.violatedDirective, event.blockedURI));
</script>`;

/**
 * The build, with a page that keeps a list of what goes wrong in it: not every browser tells its
 * driver.
 */
export function startWatched(): Promise<Site> {
	const page = readFileSync(new URL('index.html', dist), 'utf8');
	const watched = page.replace('<head>', `<head>${WATCH}`);
	return startSite((path) => {
		if (path === '/') return watched;
		const file = new URL(`.${path}`, dist);
		return existsSync(file) ? file : undefined;
	}, '127.0.0.1');
}

/** A page with a frame that may run scripts and nothing else, and with what the frame has said. */
export function hostPage(src: string): string {
	return `<!doctype html><title>Lesson</title>
		<script>
			window.messages = [];
			addEventListener('message', ({ data }) => messages.push(data));
		</script>
		<iframe title="Push or Poll" width="900" height="700" sandbox="allow-scripts"
			src="${src.replaceAll('&', '&amp;')}"></iframe>`;
}
