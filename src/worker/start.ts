import type { Milliseconds } from '../model/units.ts';
import { supervise, type Supervised } from './supervise.ts';
import { trusted } from './trusted.ts';
import { createTurns } from './turns.ts';

/** Where code runs that a worker should run. */
export type Place = 'worker (blob)' | 'worker (data)' | 'main thread';

/** Code for a worker. */
export interface Program<Remote> {
	/** As the text of a classic script, which exposes the Remote. */
	source(): string | Promise<string>;
	/** The same on this thread. */
	here(): Promise<Remote>;
	/** Asks for nothing, so that any answer is a sign of life; also ends what is under way. */
	quiet(remote: Remote): Promise<void>;
}

export interface Starter<Remote> {
	/** Null until the first start has found out. */
	readonly place: Place | null;
	/**
	 * A new worker. Rejects when workers run on this page, but this one did not start. What `opening`
	 * asks of it waits there until it runs; tried in several ways, each is asked the same.
	 */
	start(opening?: Opening<Remote>): Promise<Supervised<Remote>>;
}

/** Asks something of a worker that may turn out not to run. */
export type Opening<Remote> = (supervised: Supervised<Remote>) => void;

type WorkerPlace = Exclude<Place, 'main thread'>;

/** Content rules may block a worker without a word, so silence counts as a refusal. */
const START_PATIENCE: Milliseconds = 2000;

/**
 * Ways to start, best first. A classic worker from a blob runs in every frame and browser tried,
 * sandboxed ones and `file://` included; a page that refuses it may still allow a `data:` address.
 */
const RECIPES: readonly WorkerPlace[] = ['worker (blob)', 'worker (data)'];

/** Each start tries the recipes in turn, from the best one not known to be refused here. */
export function createStarter<Remote>(program: Program<Remote>): Starter<Remote> {
	const nextTurn = createTurns();
	/** When the start before has had its turn: each takes a while, in which nobody would be heard. */
	let free = Promise.resolve();
	let best = 0;
	let place: Place | null = null;
	/** Asked and made once: copying the source takes as long as starting a worker. */
	let text: string | Promise<string> | undefined;
	let blob: Blob | undefined;

	async function startAt(
		recipe: WorkerPlace,
		opening: Opening<Remote>,
	): Promise<Supervised<Remote>> {
		const given = (text ??= program.source());
		// Without a wait, the first workers are under way before the page is drawn.
		const source = typeof given === 'string' ? given : await given;
		if (recipe === 'worker (data)') {
			const url = `data:text/javascript;charset=utf-8,${encodeURIComponent(source)}`;
			return startWorker(program, url, opening);
		}
		blob ??= new Blob([source], { type: 'text/javascript' });
		const url = URL.createObjectURL(blob);
		try {
			return await startWorker(program, url, opening);
		} finally {
			URL.revokeObjectURL(url);
		}
	}

	return {
		get place() {
			return place;
		},
		async start(opening = nothing) {
			const turn = free;
			free = turn.then(nextTurn);
			await turn;
			for (let index = best; index < RECIPES.length; index++) {
				const recipe = RECIPES[index]!;
				try {
					const started = await startAt(recipe, opening);
					place = recipe;
					best = Math.max(best, index);
					return started;
				} catch (error) {
					// It worked before, so this worker is at fault; else the next recipe may do.
					if (place === recipe) throw error;
				}
			}
			best = RECIPES.length;
			place = 'main thread';
			const supervised = await superviseHere(program);
			opening(supervised);
			return supervised;
		},
	};
}

async function startWorker<Remote>(
	{ quiet }: Program<Remote>,
	url: string,
	opening: Opening<Remote>,
): Promise<Supervised<Remote>> {
	const supervised = supervise<Remote>(new Worker(trusted(url)));
	const alive = supervised.call(quiet, START_PATIENCE).catch(refuse);
	opening(supervised);
	await alive;
	return supervised;

	function refuse(error: unknown): never {
		supervised.terminate('its worker did not start');
		throw error;
	}
}

/** No thread to lose: whatever can go wrong here is thrown by the program itself. */
async function superviseHere<Remote>({
	here,
	quiet,
}: Program<Remote>): Promise<Supervised<Remote>> {
	const remote = await here();
	return {
		dead: false,
		call: (ask) => ask(remote),
		terminate: () => void quiet(remote),
	};
}

function nothing(): void {}
