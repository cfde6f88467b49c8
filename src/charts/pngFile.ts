/** Pixels of the file for each pixel on screen, so that it stays sharp in a slide. */
const SHARPNESS = 2;

/** An SVG file painted, as a file and as an address to show it by. Rejects where that is forbidden. */
export async function pngOf(svg: string): Promise<{ blob: Blob; address: string }> {
	const image = await loaded(`data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`);
	const canvas = document.createElement('canvas');
	canvas.width = image.naturalWidth * SHARPNESS;
	canvas.height = image.naturalHeight * SHARPNESS;
	canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
	const blob = await new Promise<Blob | null>((resolve) => {
		canvas.toBlob(resolve, 'image/png');
	});
	if (!blob) throw new Error('the browser did not paint it');
	return { blob, address: canvas.toDataURL('image/png') };
}

function loaded(address: string): Promise<HTMLImageElement> {
	const image = new Image();
	return new Promise((resolve, reject) => {
		image.onload = () => resolve(image);
		image.onerror = () => reject(new Error('the browser did not draw it'));
		image.src = address;
	});
}
