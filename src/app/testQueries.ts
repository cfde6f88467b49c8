import fc from 'fast-check';
import { FIELD_NAMES } from '../model/scenario.ts';
import { VIEW_NAMES } from '../model/view.ts';

const keys = [...FIELD_NAMES, ...VIEW_NAMES, 'preset', '__proto__', 'constructor', 'toString'];

const texts = fc.oneof(
	fc.string({ unit: 'binary' }),
	fc.constantFrom('0x10', 'Infinity', 'NaN', '-1', '1e999', '9e15', '', ' ', '%', '%zz', '1e+3'),
	fc.constantFrom('<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', 'javascript:0'),
	fc.double().map(String),
);

/** For tests: what may stand behind the question mark of an address, out of malice or by mistake. */
export const hostileQueries = fc.oneof(
	fc.string({ unit: 'binary', maxLength: 300 }),
	fc
		.array(fc.tuple(fc.constantFrom(...keys), texts), { maxLength: 12 })
		.map((pairs) => pairs.map(([key, text]) => `${key}=${text}`).join('&')),
);
