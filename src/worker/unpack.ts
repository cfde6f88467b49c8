/** The text that was compressed by gzip and written in base64. Rejects where a browser cannot decompress. */
export async function unpack(packed: string): Promise<string> {
	const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
	const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
	return new Response(unpacked).text();
}
