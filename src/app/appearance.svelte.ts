import type { Theme, View } from '../model/view.ts';

/** How the page looks. Kept in memory and in the link only: a frame may not store anything. */
export class Appearance {
	#view: View;

	constructor(view: View) {
		this.#view = $state.raw(view);
	}

	/** What the link said, and the theme of now. */
	get view(): View {
		return this.#view;
	}

	get theme(): Theme {
		return this.#view.theme;
	}

	/** Whether the page is a guest in a frame: no header, and an address that stays. */
	get embedded(): boolean {
		return this.#view.embed;
	}

	choose(theme: Theme): void {
		this.#view = { ...this.#view, theme };
	}

	/** Looks as another link says. */
	open(view: View): void {
		this.#view = view;
	}
}
