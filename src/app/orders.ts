/** What a host page may ask of the moving parts of this one. */
export type Order =
	/** Let the playhead run, or stop it; or whichever it does not do now. */
	| { readonly type: 'play' | 'pause' | 'toggle' }
	/** Go to a step of the lesson (counted from 1), or one further; without a lesson, a stretch of time further. */
	| { readonly type: 'step'; readonly step: number | undefined }
	/** The slide that this page is on was shown or left. */
	| { readonly type: 'slide'; readonly shown: boolean };

/** Follows an order; true when nobody else shall. */
type Listener = (order: Order) => unknown;

/** Those that are asked before the others, and the others. */
const listeners = { first: new Set<Listener>(), then: new Set<Listener>() };
/** The newest order that came before anybody could hear it. */
let unheard: Order | null = null;

/** Hears of every order from now on; the function that comes back ends that. */
export function onOrder(listener: Listener, place: keyof typeof listeners = 'then'): () => void {
	listeners[place].add(listener);
	if (unheard) listener(unheard);
	unheard = null;
	return () => void listeners[place].delete(listener);
}

/** Passes an order on to whatever can follow it now. */
export function giveOrder(order: Order): void {
	const all = [...listeners.first, ...listeners.then];
	if (all.length === 0) unheard = order;
	all.some((listener) => listener(order) === true);
}
