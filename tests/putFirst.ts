/** For an init script: puts code before that of each worker that the page starts. */
export function putFirst(code: string): void {
	const create = URL.createObjectURL.bind(URL);
	URL.createObjectURL = (blob) => {
		const script = blob instanceof Blob && /script/.test(blob.type);
		return create(script ? new Blob([code, blob], { type: blob.type }) : blob);
	};
}
