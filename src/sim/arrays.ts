/** The sum of the first `count` values. */
export function sum(values: ArrayLike<number>, count = values.length): number {
	let total = 0;
	for (let i = 0; i < count; i++) total += values[i]!;
	return total;
}

/** Adds `others`, as many, to `values`, each to each. */
export function addTo(values: Float64Array, others: Float64Array): void {
	for (let i = 0; i < values.length; i++) values[i]! += others[i]!;
}

/** A copy of twice the length. */
export function grown<T extends Float64Array | Int32Array>(
	array: T,
	Kind: new (length: number) => T,
): T {
	const larger = new Kind(2 * array.length);
	larger.set(array);
	return larger;
}
