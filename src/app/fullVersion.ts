import { DEFAULT_VIEW } from '../model/view.ts';
import { encodePage, type Page } from './url.ts';

/** Where this page is, without query and fragment; undefined where it has no address, as in `srcdoc`. */
export function ownAddress(href = location.href): string | undefined {
	return /^(https?|file):/.test(href) ? href.replace(/[?#].*$/s, '') : undefined;
}

/** The query of the whole page in the same state: nothing is embedded, hidden or locked. */
export function fullQuery({ scenario, view }: Page): string {
	const { embed, charts, controls, lock, motion, title, links } = DEFAULT_VIEW;
	const whole = { embed, charts, controls, lock, motion, title, links };
	return encodePage({ scenario, view: { ...view, ...whole } });
}

/** An address with a query, if there is one. */
export function withQuery(address: string, query: string): string {
	return query === '' ? address : `${address}?${query}`;
}
