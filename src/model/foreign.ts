/**
 * A value of a file or a message as one would type it: texts, numbers and flags as they are, faults
 * also as a list of records. What no input accepts is refused by its field.
 */
export function textOf(value: unknown): string {
	if (typeof value === 'string') return value;
	if (Array.isArray(value) && value.every(isRecord)) {
		return value
			.map(({ kind, start, duration }) => `${textOf(kind)}@${textOf(start)}+${textOf(duration)}`)
			.join(',');
	}
	// What JSON cannot hold has no text.
	const text: unknown = JSON.stringify(value);
	return typeof text === 'string' ? text : typeof value;
}

/** Whether a value has keys of its own to be read. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
