/* What the tests call in the page. Each function travels as text and uses nothing from outside. */

interface Watched {
	complaints: string[];
}
interface Listening {
	messages: { type?: string; id?: string; report?: unknown }[];
}

/** What went wrong since the page was opened. */
export function complaints(): string[] {
	return (window as unknown as Watched).complaints;
}

/** What is on screen, as far as it can be told without eyes. */
export function looked(planted: string) {
	const { body, documentElement } = document;
	return {
		place: /worker \((?:blob|data)\)|main thread/.exec(body.textContent)?.[0],
		underWay: /so far: the first|Simulating the first/.test(body.textContent),
		bars: document.querySelectorAll('figure rect').length,
		cells: [...document.querySelectorAll('td')].map((cell) => cell.textContent.trim()),
		figures: [...document.querySelectorAll('[aria-labelledby=figures] td')].map((cell) =>
			cell.textContent.trim(),
		),
		notices: document.querySelectorAll('button[aria-label^="Dismiss"]').length,
		planted: document.querySelectorAll(planted).length,
		background: getComputedStyle(documentElement).backgroundColor,
		width: innerWidth,
		height: innerHeight,
		beyond: documentElement.scrollWidth - innerWidth,
	};
}

export function focusSlider(label: string): void {
	const sliders = [...document.querySelectorAll<HTMLInputElement>('input[type=range]')];
	sliders.find(({ labels }) => labels?.[0]?.textContent.trim() === label)!.focus();
}

export function chooseTheme(theme: string): void {
	const menu = document.querySelector<HTMLSelectElement>('#theme')!;
	menu.value = theme;
	menu.dispatchEvent(new Event('change', { bubbles: true }));
}

/** Keeps a monkey in the page, and counts what reaches that. */
export function receiveMonkey(): void {
	const noted = { events: 0 };
	Object.assign(window, { noted });
	const hands = ['pointerdown', 'pointerup', 'pointermove', 'wheel', 'keydown', 'keyup'];
	for (const type of hands) {
		addEventListener(type, () => noted.events++, { capture: true, passive: true });
	}
	const keep = (event: Event) => event.preventDefault();
	// To drag text out of the page, to save a file and to open another page are the browser's part.
	addEventListener('dragstart', keep);
	addEventListener('contextmenu', keep);
	HTMLAnchorElement.prototype.click = () => {};
	addEventListener('click', (event) => {
		const link = (event.target as Element).closest('a');
		if (link !== null && !link.hash) event.preventDefault();
	});
}

/** How many events of a monkey have reached the page. */
export function received(): number {
	return (window as unknown as { noted: { events: number } }).noted.events;
}

/** Opens a link on the same page, as one step back in its history would. */
export function follow(link: string): void {
	history.pushState(null, '', link);
	dispatchEvent(new PopStateEvent('popstate'));
}

/** Tells the frame what to simulate, and asks for the report of it. */
export function ask({ scenario, id }: { scenario: object; id: string }): void {
	const { contentWindow } = document.querySelector('iframe')!;
	const envelope = { source: 'push-or-poll', version: 1 };
	contentWindow!.postMessage({ ...envelope, type: 'set', scenario }, '*');
	contentWindow!.postMessage({ ...envelope, type: 'get-report', id }, '*');
}

/** The report that answers a question, as text; none while there is no answer. */
export function report(id: string): string {
	const { messages } = window as unknown as Listening;
	const answer = messages.find((message) => message.type === 'report' && message.id === id);
	return answer === undefined ? '' : JSON.stringify(answer.report);
}
