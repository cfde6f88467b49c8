import { transfer } from 'comlink';

/**
 * `value`, marked so that posting it moves the memory of its arrays instead of copying it: whoever
 * posts it has it no more. On one thread, where nothing is posted, this does nothing.
 */
export function moved<T extends object>(value: T): T {
	const buffers = new Set<ArrayBuffer>();
	collect(value, buffers);
	return transfer(value, [...buffers]);
}

function collect(value: object, buffers: Set<ArrayBuffer>): void {
	for (const part of Object.values(value) as unknown[]) {
		if (isArray(part)) buffers.add(part.buffer);
		else if (typeof part === 'object' && part !== null) collect(part, buffers);
	}
}

function isArray(value: unknown): value is Float64Array<ArrayBuffer> {
	return value instanceof Float64Array;
}
