/** Whether a window is in a frame of another. */
export function isFramed(own: Pick<Window, 'parent'> = window): boolean {
	return (own.parent as unknown) !== own;
}
