/** What a host page may ask of the moving parts of this one. */
export type Order =
	/** Let the playhead run, or stop it; or whichever it does not do now. */
	| { readonly type: 'play' | 'pause' | 'toggle' }
	/** Go to a step of the lesson (counted from 1), or one further; without a lesson, a stretch of time further. */
	| { readonly type: 'step'; readonly step: number | undefined }
	/** The slide that this page is on was shown or left. */
	| { readonly type: 'slide'; readonly shown: boolean };

type Listener = (order: Order) => void;

const listeners = new Set<Listener>();
/** The newest order that came before anybody could hear it. */
let unheard: Order | null = null;

/** Hears of every order from now on; the function that comes back ends that. */
export function onOrder(listener: Listener): () => void {
	listeners.add(listener);
	if (unheard) listener(unheard);
	unheard = null;
	return () => void listeners.delete(listener);
}

/** Passes an order on to whatever can follow it now. */
export function giveOrder(order: Order): void {
	if (listeners.size === 0) unheard = order;
	for (const listener of [...listeners]) listener(order);
}
