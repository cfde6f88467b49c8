/** One of the list, as chance (from 0 to below 1) will have it. */
export function pick<T>(list: readonly T[], random: () => number): T {
	return list[Math.floor(random() * list.length)]!;
}
