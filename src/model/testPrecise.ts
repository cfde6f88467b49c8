/** For tests: logarithm and exponential to 200 bits behind the point, from whole numbers alone. */

const BITS = 200;
const ONE = 1n << BigInt(BITS);
const ZERO_EXPONENT = 1075;
/** e^r of a thousandth at most needs so many terms, and so many squarings to come back. */
const HALVINGS = 10;
const TERMS = 20n;

const float = new Float64Array(1);
const words = new BigUint64Array(float.buffer);

/** A double without any error: `mantissa` · 2^`exponent`. */
interface Exact {
	readonly mantissa: bigint;
	readonly exponent: number;
}

function exact(x: number): Exact {
	float[0] = x;
	const bits = words[0]!;
	const biased = Number((bits >> 52n) & 0x7ffn);
	const fraction = bits & 0xfffffffffffffn;
	const size = biased === 0 ? fraction : fraction | (1n << 52n);
	return { mantissa: x < 0 ? -size : size, exponent: Math.max(1, biased) - ZERO_EXPONENT };
}

function shifted(value: bigint, bits: number): bigint {
	return bits >= 0 ? value << BigInt(bits) : value >> BigInt(-bits);
}

/** ln((1 + s)/(1 − s)) = 2(s + s³/3 + s⁵/5 + …), to the last bit. */
function twiceArtanh(s: bigint): bigint {
	const square = (s * s) >> BigInt(BITS);
	let sum = 0n;
	let power = s;
	for (let n = 1n; power !== 0n && power !== -1n; n += 2n) {
		sum += power / n;
		power = (power * square) >> BigInt(BITS);
	}
	return 2n * sum;
}

/** ln 2 = 2 artanh(1/3). */
const LN2 = twiceArtanh(ONE / 3n);

/** ln of a positive double, in units of 2^−200. */
function preciseLn(x: number): bigint {
	const { mantissa, exponent } = exact(x);
	const length = mantissa.toString(2).length;
	let whole = exponent + length;
	// Between ½ and 1, and then between ¾ and 1½, so that 1 is not at an edge.
	let part = mantissa << BigInt(BITS - length);
	if (4n * part < 3n * ONE) {
		part *= 2n;
		whole -= 1;
	}
	return BigInt(whole) * LN2 + twiceArtanh(((part - ONE) << BigInt(BITS)) / (part + ONE));
}

/** e^x as `mantissa` · 2^`exponent`, the mantissa with 200 bits or so. */
function preciseExp(x: number): Exact {
	const { mantissa, exponent } = exact(x);
	const fixed = shifted(mantissa, exponent + BITS);
	const whole = Math.round(x / Math.LN2);
	const rest = (fixed - BigInt(whole) * LN2) >> BigInt(HALVINGS);
	let result = ONE;
	for (let n = TERMS; n >= 1n; n--) result = ONE + ((result * rest) >> BigInt(BITS)) / n;
	for (let i = 0; i < HALVINGS; i++) result = (result * result) >> BigInt(BITS);
	return { mantissa: result, exponent: whole - BITS };
}

/** How far `value` is from `reference`, as a share of it. */
function relativeError(value: number, reference: Exact): number {
	const { mantissa, exponent } = exact(value);
	const same = shifted(mantissa, exponent - reference.exponent);
	const difference = same - reference.mantissa;
	if (difference === 0n) return 0;
	const scaled = (difference << 100n) / reference.mantissa;
	return Math.abs(Number(scaled)) / Number(1n << 100n);
}

/** Relative error of what is said to be ln(`x`). */
export function errorOfLn(value: number, x: number): number {
	return relativeError(value, { mantissa: preciseLn(x), exponent: -BITS });
}

/** Relative error of what is said to be e^`x`. */
export function errorOfExp(value: number, x: number): number {
	return relativeError(value, preciseExp(x));
}
