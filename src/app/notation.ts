/** Numbers within a calculation: precise enough to be added up, short enough to be read. */

const NARROW = '\u202f';
const DIGITS = 4;
const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';

/** Four significant digits, no digit of the whole part lost: `3 333`, `0.2833`, `1.5×10⁻⁵`. */
export function precise(value: number): string {
	if (!Number.isFinite(value)) return '–';
	const size = Math.abs(value);
	if (size === 0) return '0';
	const sign = value < 0 ? '−' : '';
	if (size < 1e-4) return sign + powerOfTen(size);
	if (Number.isInteger(size) || size >= 10 ** (DIGITS - 1)) return sign + grouped(Math.round(size));
	return sign + grouped(Number(size.toPrecision(DIGITS)));
}

function powerOfTen(size: number): string {
	const [mantissa = '', exponent = ''] = size.toExponential(DIGITS - 2).split('e-');
	const raised = exponent.replace(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]!);
	return `${Number(mantissa)}×10⁻${raised}`;
}

function grouped(size: number): string {
	const [whole = '', fraction] = String(size).split('.');
	const thousands = whole.replace(/\B(?=(\d{3})+$)/g, NARROW);
	return fraction === undefined ? thousands : `${thousands}.${fraction}`;
}
