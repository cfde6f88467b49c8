/** For `JSON.stringify`: typed arrays become lists, and with that a bin without a value (NaN) null. */
export function plain(_: string, value: unknown): unknown {
	return value instanceof Float64Array ? Array.from(value) : value;
}
