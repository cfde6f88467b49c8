/** A TypeScript file, bundled into one classic script, as text: made by `workerSource`. */
declare module '*?source' {
	const source: string;
	export default source;
}
