import { onOrder, type Order } from './orders.ts';
import { onSeen, type Player } from './seen.ts';

/**
 * Plays only while the player's element is seen and its slide is shown, and does what the host page
 * asks. The function that comes back ends that.
 */
export function attend(element: Element, player: Player, step: () => void): () => void {
	let seen = false;
	let slideShown = true;
	/** It should play, but must not now. */
	let waiting = false;

	function settle() {
		const may = seen && slideShown;
		if (may && waiting) {
			waiting = false;
			player.play();
		} else if (!may && player.playing) {
			waiting = true;
			player.pause();
		}
	}

	function follow(order: Order) {
		if (order.type === 'toggle') {
			follow({ type: player.playing || waiting ? 'pause' : 'play' });
			return;
		}
		if (order.type === 'slide') slideShown = order.shown;
		if (order.type === 'play') waiting = !player.playing;
		if (order.type === 'pause') {
			waiting = false;
			player.pause();
		}
		if (order.type === 'step') step();
		settle();
	}

	const endOrders = onOrder(follow);
	const endSeen = onSeen(element, (now) => {
		seen = now;
		settle();
	});
	return () => {
		endOrders();
		endSeen();
	};
}
