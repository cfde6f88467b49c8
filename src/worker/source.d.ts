/** Gives a TypeScript file, bundled into one classic script, as text: made by `workerSource`. */
declare module '*?source' {
	const source: () => string | Promise<string>;
	export default source;
}
