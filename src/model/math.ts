/**
 * `ln` and `exp` from + − × ÷ and bit operations alone. Engines differ in the last bits of
 * `Math.log` and `Math.exp`; these give the same bits everywhere, within about 1 ulp.
 */

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);
/** The upper half of a double holds sign and exponent; all engines we run on are little-endian. */
const HIGH = 1;

/** ln 2 in two pieces: the first has its last 21 bits zero, so that k·LN2_HIGH is exact. */
const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;
const SQRT2 = 1.4142135623730951;
/** 2 ÷ 23, 2 ÷ 21 … 2 ÷ 3 of artanh's series. */
const TERMS = Float64Array.from({ length: 11 }, (_, i) => 2 / (23 - 2 * i));
const SMALLEST_NORMAL = 2.2250738585072014e-308;
const TWO_TO_54 = 18_014_398_509_481_984;

/** Natural logarithm; −∞ at 0, NaN below. */
export function ln(x: number): number {
	if (!(x > 0)) return x === 0 ? -Infinity : NaN;
	if (x === Infinity) return Infinity;
	if (x < SMALLEST_NORMAL) return ln(x * TWO_TO_54) - 54 * LN2_HIGH - 54 * LN2_LOW;
	float[0] = x;
	let exponent = (words[HIGH]! >>> 20) - 1023;
	words[HIGH] = (words[HIGH]! & 0x000fffff) | 0x3ff00000;
	let mantissa = float[0];
	if (mantissa > SQRT2) {
		mantissa /= 2;
		exponent += 1;
	}
	// ln(1 + f) = 2 artanh(s) with s = f / (2 + f); 2s = f − s·f keeps the leading term exact.
	const f = mantissa - 1;
	const s = f / (2 + f);
	const z = s * s;
	let series = 0;
	for (let i = 0; i < TERMS.length; i++) series = (series + TERMS[i]!) * z;
	return exponent * LN2_HIGH + (f - s * (f - series) + exponent * LN2_LOW);
}

/** e to the power of `x`; 0 below −745, ∞ above 709.8. */
export function exp(x: number): number {
	if (x !== x) return NaN;
	if (x > 709.782712893384) return Infinity;
	if (x < -745.1332191019412) return 0;
	const k = Math.round(x / (LN2_HIGH + LN2_LOW));
	const r = x - k * LN2_HIGH - k * LN2_LOW;
	let series = 1;
	for (let n = 14; n >= 1; n--) series = 1 + (series * r) / n;
	// Two factors, since 2^k alone leaves the range of a double at both ends.
	const half = k >> 1;
	return series * powerOfTwo(half) * powerOfTwo(k - half);
}

function powerOfTwo(exponent: number): number {
	words[HIGH] = (exponent + 1023) << 20;
	words[0] = 0;
	return float[0]!;
}

/** `base` to a real power, `base` > 0. */
export function power(base: number, exponent: number): number {
	return exp(exponent * ln(base));
}
