const LONGEST = 80;

/** A name that every file system takes, of small letters, digits, `.`, `_` and `-`: `push-or-poll-latency-p95.csv`. */
export function fileName(title: string, extension: string): string {
	const words = `push or poll ${title}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
	const room = LONGEST - extension.length - 1;
	return `${words.slice(0, room).replace(/^-+|-+$/g, '')}.${extension}`;
}
