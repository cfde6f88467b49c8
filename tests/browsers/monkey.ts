import { pick } from '../chance.ts';

/** Sent at once. */
const BURST = 100;

/** What a monkey has in its hands: where chance takes it, and how large the page is. */
interface Hands {
	readonly random: () => number;
	readonly width: number;
	readonly height: number;
}

/** The events of one burst, as WebDriver names them. */
type Burst = (hands: Hands) => readonly object[];

/** Moves most of the time, in drags and without, and clicks, with a mouse or with a finger. */
function pointing(pointerType: 'mouse' | 'touch'): Burst {
	return ({ random, width, height }) => {
		let pressed = false;
		let at = { x: width / 2, y: height / 2 };
		const move = { type: 'pointerMove', duration: 0 };
		const actions: object[] = [{ ...move, ...at }];
		while (actions.length < BURST - 1) {
			if (random() < 0.5) {
				pressed = !pressed;
				actions.push({ type: pressed ? 'pointerDown' : 'pointerUp', button: 0 });
			} else {
				// Near, as on a slider, or anywhere.
				const near = random() < 0.4;
				const x = near ? at.x + (random() - 0.5) * 60 : random() * width;
				const y = near ? at.y + (random() - 0.5) * 6 : random() * height;
				at = { x: within(x, width), y: within(y, height) };
				actions.push({ ...move, ...at });
			}
		}
		if (pressed) actions.push({ type: 'pointerUp', button: 0 });
		return [{ type: 'pointer', id: pointerType, parameters: { pointerType }, actions }];
	};
}

function within(place: number, size: number): number {
	return Math.floor(Math.min(Math.max(place, 0), size - 1));
}

const wheel: Burst = ({ random, width, height }) => {
	const actions = Array.from({ length: BURST / 10 }, () => ({
		type: 'scroll',
		x: within(random() * width, width),
		y: within(random() * height, height),
		deltaX: 0,
		deltaY: Math.round((random() - 0.45) * 1500),
		duration: 0,
	}));
	return [{ type: 'wheel', id: 'wheel', actions }];
};

/** What the standard calls keys that write nothing. */
const TAB = '\uE004';
const ENTER = '\uE007';
const [LEFT, RIGHT] = ['\uE012', '\uE014'];
const ESCAPE_UP_DOWN = ['\uE00C', '\uE013', '\uE015'];
const PAGES_END_HOME = ['\uE00E', '\uE00F', '\uE010', '\uE011'];
const BACKSPACE_DELETE = ['\uE003', '\uE017'];
/** What those press who go through the page: from one part to the next, and there up and down. */
const OFTEN = [TAB, TAB, LEFT, RIGHT, ENTER];
const NAMED = [...OFTEN, ...ESCAPE_UP_DOWN, ...PAGES_END_HOME, ...BACKSPACE_DELETE];
const WRITTEN = ['7', '0', '.', '-', 'e', 'x', 'R', '?', '1', '9', ' '];
const SHIFT = '\uE008';

function strokeOf(value: string) {
	return [
		{ type: 'keyDown', value },
		{ type: 'keyUp', value },
	] as const;
}

/** Presses keys, now and then with Shift. */
const keyboard: Burst = ({ random }) => {
	const actions = Array.from({ length: BURST / 2 }, () => {
		const named = random() < 0.4 ? pick(OFTEN, random) : pick(NAMED, random);
		const key = random() < 0.2 ? pick(WRITTEN, random) : named;
		const [down, up] = strokeOf(SHIFT);
		const stroke = strokeOf(key);
		// With Enter on a link Shift would open a window of its own.
		return key !== ENTER && random() < 0.15 ? [down, ...stroke, up] : stroke;
	}).flat();
	return [{ type: 'key', id: 'keyboard', actions }];
};

export const MONKEYS = {
	mouse: pointing('mouse'),
	wheel,
	touch: pointing('touch'),
	keyboard,
} satisfies Record<string, Burst>;

export type Monkey = keyof typeof MONKEYS;
