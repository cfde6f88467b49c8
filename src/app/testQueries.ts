import fc from 'fast-check';
import { FIELD_NAMES } from '../model/scenario.ts';
import { VIEW_NAMES } from '../model/view.ts';

const keys = [...FIELD_NAMES, ...VIEW_NAMES, 'preset', '__proto__', 'constructor', 'toString'];

/** At and beyond the edge of what a list may hold. */
const lists = fc.constantFrom(
	...['drop@1+2', 'DROP@0+3600', 'drop@3601+1', 'drop@1+3600.0004', 'constructor@1+2', 'drop@1+2,'],
	...['burst@9+1,'.repeat(8) + 'drop@1+1', 'sse,SSE', 'table,table,requests', 'users,USERS,rtt,x'],
	...[
		'freshness:6',
		'freshness:1,freshness:1',
		'bytes:0',
		'__proto__:1',
		'users:7;rtt:0',
		'default',
	],
	...['all', 'none', 'all,none', '3600', '0.5', '99.5', 'polling'],
);

const texts = fc.oneof(
	lists,
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
