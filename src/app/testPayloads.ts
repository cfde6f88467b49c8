/**
 * For tests: texts that call `hit()` if anything makes markup or code of them. A notice quotes 40
 * characters of a text, so most are no longer: cut off, they could do nothing.
 */

/** Elements that run something by themselves, or on the slightest touch. */
const MARKUP = [
	'<script>hit()</script>',
	'<img src=x onerror=hit()>',
	'<svg onload=hit()>',
	'<svg><script>hit()</script></svg>',
	'<svg><animate onbegin=hit() dur=1s>',
	'<iframe src=javascript:parent.hit()>',
	'<iframe onload=hit()>',
	'<object data=x onerror=hit()>',
	'<embed src=javascript:parent.hit()>',
	'<video src=x onerror=hit()>',
	'<audio src=x onerror=hit()>',
	'<video><source onerror=hit()></video>',
	'<details open ontoggle=hit()>',
	'<input autofocus onfocus=hit()>',
	'<a href=javascript:hit()>x</a>',
	'<p tabindex=0 autofocus onfocus=hit()>',
	'<style onload=hit()></style>',
	'<link rel=stylesheet href=x onerror=hit()>',
	'<math href=javascript:hit()>x</math>',
	'<form action=javascript:hit()><button>',
	'<meta http-equiv=refresh content=0;url=x>',
	'<base href=//x.invalid/>',
];

/** What could stand before, in a text that was put together: each ends it. */
const ENDS = ['">', "'>", '-->', '</p>', '</title>', '</style>', '</script>', '</textarea>', ']]>'];

/** Other ways to write the same signs, which something may undo. */
const WRITINGS: readonly ((text: string) => string)[] = [
	(text) => text.toUpperCase().replaceAll('HIT()', 'hit()'),
	(text) => text.replaceAll(' ', '/'),
	(text) => text.replace('<', '<\0'),
	(text) => text.replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
	(text) => text.replaceAll('<', '&#x3c;').replaceAll('>', '&#62;'),
	(text) => text.replaceAll('<', '%3C').replaceAll('>', '%3E'),
	(text) => text.replaceAll('<', '\\u003c').replaceAll('>', '\\x3e'),
	(text) => text.replaceAll('<', '＜').replaceAll('>', '＞'),
	(text) => text.replace('<', '<<').replace('>', '>>'),
	(text) => text.replace('<', '<\t'),
];

/** What is no markup: addresses, code in a quoted text, templates. */
const CODE = [
	'javascript:hit()',
	' JavaScript:hit()',
	'java\tscript:hit()',
	'data:text/html,<script>hit()</script>',
	'" onmouseover=hit() x="',
	"' onfocus=hit() autofocus '",
	"';hit();'",
	'";hit();"',
	'`;hit();`',
	'${hit()}',
	'{hit()}',
	'{{hit()}}',
	'{@html hit()}',
	'<%= hit() %>',
	"{{constructor.constructor('hit()')()}}",
	'\u2028hit()//',
	'*/hit()/*',
	'\r\n\r\n<script>hit()</script>',
	'expression(hit())',
	'};hit();{',
];

/** Every element alone, after every end and in every writing, shortest first for each; and code. */
export const PAYLOADS: readonly string[] = [
	...new Set([
		...MARKUP,
		...ENDS.flatMap((end, i) => every(MARKUP, 2, i).map((markup) => end + markup)),
		...WRITINGS.flatMap((write, i) => every(MARKUP, 3, i).map(write)),
		...CODE,
	]),
];

/** Those that run by themselves where a page takes them for markup: what a test may try itself on. */
export const BITING = MARKUP.slice(0, 3);

function every(list: readonly string[], step: number, offset: number): string[] {
	return list.filter((_, index) => index % step === offset % step);
}

/** For tests: names by which one reaches what all objects have in common. */
export const POLLUTING = [
	'__proto__',
	'constructor',
	'prototype',
	'constructor.prototype',
	'__proto__.polluted',
	'constructor.prototype.polluted',
	'__proto__[polluted]',
	'constructor[prototype][polluted]',
	'[__proto__][polluted]',
	'users[__proto__][polluted]',
	'users.__proto__.polluted',
	'faults[0][__proto__][polluted]',
	'__proto__[__proto__][polluted]',
	'__pro__proto__to__',
	'__PROTO__',
	'%5F%5Fproto%5F%5F',
	'__proto__%5Bpolluted%5D',
	'__proto__\0',
	' __proto__ ',
	'toString',
	'valueOf',
	'hasOwnProperty',
	'isPrototypeOf',
	'__defineGetter__',
	'__lookupSetter__',
] as const;

/** For tests: a lesson with these names in each of its objects, which opens all the same. */
export function pollutingLesson(): string {
	const names = POLLUTING.map((name) => `${JSON.stringify(name)}: {"polluted": 1, "users": 2}`);
	const polluting = (of: string) => `{${names.join()}, ${of}}`;
	const when = `[${polluting('"transport": "sse", "figure": "latency.p95", "comparison": "<", "value": 1')}]`;
	const task = polluting(`"text": "Words.", "when": ${when}`);
	const scenario = polluting('"users": 300');
	const step = `"title": "Still a step", "text": "Words.", "scenario": ${scenario}, "task": ${task}`;
	return polluting(`"title": "Still a lesson", "steps": [${polluting(step)}]`);
}
