/**
 * Gives a function for `{#await}` blocks that loads something the first time and then has it at hand:
 * what is opened again is there at once. Svelte 5.57.3 also keeps a record for ever of each block that
 * had to wait, so a dialog that waited each time would take up more each time. What could not be
 * loaded is asked for again.
 */
export function onDemand<Loaded extends object>(
	load: () => Promise<Loaded>,
): () => Loaded | Promise<Loaded> {
	let loaded: Loaded | undefined;
	let loading: Promise<Loaded> | undefined;
	return () => {
		if (loaded) return loaded;
		loading ??= load()
			.then((module) => (loaded = module))
			.finally(() => (loading = undefined));
		return loading;
	};
}
