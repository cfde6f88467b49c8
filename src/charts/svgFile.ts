/**
 * Pictures as files that stand alone: what a style sheet says becomes attributes, and nothing is
 * taken over but shapes, words, and the attributes listed here.
 */

const SVG = 'http://www.w3.org/2000/svg';

const ELEMENTS = new Set(
	'g path rect circle ellipse line polyline polygon text tspan defs pattern clipPath'.split(' '),
);
const GEOMETRY = [
	...'id x y x1 y1 x2 y2 cx cy r rx ry dx dy width height d points transform'.split(' '),
	...'patternUnits patternTransform clipPathUnits'.split(' '),
];
/** Handed down from an element to what is in it, so written only where it changes. */
const INHERITED = [
	...['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray'],
	...['stroke-linecap', 'stroke-linejoin', 'paint-order', 'text-anchor'],
	...['font-family', 'font-size', 'font-weight', 'font-style'],
];
/** Not handed down, with the value that need not be written. */
const OWN = { opacity: '1', 'clip-path': 'none' };

/** Around the picture, and for its title above, pixels. */
const MARGIN = 16;
const TITLE = 28;

type Styles = Readonly<Record<string, string>>;

/** The pictures in `shown`, one below the other as on screen, with a title and an invisible description. */
export function svgOf(shown: HTMLElement, title: string, description: string): string {
	const styles = stylesOf(shown);
	const pictures = [...shown.querySelectorAll('svg')].map((svg) => placed(svg, shown));
	const width = Math.max(0, ...pictures.map(({ right }) => right)) + 2 * MARGIN;
	const height = Math.max(0, ...pictures.map(({ bottom }) => bottom)) + 2 * MARGIN + TITLE;
	const size = { width, height, viewBox: `0 0 ${width} ${height}` };
	const root = element('svg', { ...size, ...styles, role: 'img' });
	const paper = getComputedStyle(document.documentElement).backgroundColor;
	const heading = { x: MARGIN, y: MARGIN + 14, 'font-size': '16px', 'font-weight': '600' };
	root.append(
		element('title', {}, title),
		element('desc', {}, description),
		element('rect', { width, height, fill: paper }),
		element('text', heading, title),
	);
	for (const { svg, left, top } of pictures) {
		const transform = `translate(${left + MARGIN},${top + MARGIN + TITLE})`;
		const group = element('g', { transform, ...changed(stylesOf(svg), styles) });
		appendCopies(svg, group, stylesOf(svg));
		root.append(group);
	}
	return new XMLSerializer().serializeToString(root);
}

/** Where a picture stands in what holds it, in its own pixels: a page may be zoomed. */
function placed(svg: SVGSVGElement, shown: HTMLElement) {
	const [outer, inner] = [shown.getBoundingClientRect(), svg.getBoundingClientRect()];
	const width = svg.width.baseVal.value;
	const height = svg.height.baseVal.value;
	const zoom = inner.width / width || 1;
	const left = Math.round((inner.left - outer.left) / zoom);
	const top = Math.round((inner.top - outer.top) / zoom);
	return { svg, left, top, right: left + width, bottom: top + height };
}

function appendCopies(from: Element, to: Element, inherited: Styles): void {
	for (const child of from.childNodes) {
		if (child instanceof Text && /^(text|tspan)$/.test(to.localName)) to.append(child.data);
		if (!(child instanceof SVGElement) || !ELEMENTS.has(child.localName)) continue;
		const styles = stylesOf(child);
		const copy = element(child.localName, { ...geometryOf(child), ...changed(styles, inherited) });
		appendCopies(child, copy, styles);
		to.append(copy);
	}
}

function geometryOf(source: Element): Styles {
	return Object.fromEntries(
		GEOMETRY.flatMap((name) => {
			const value = source.getAttribute(name);
			return value === null ? [] : [[name, value]];
		}),
	);
}

function stylesOf(source: Element): Styles {
	const style = getComputedStyle(source);
	const names = [...INHERITED, ...Object.keys(OWN)];
	return Object.fromEntries(names.map((name) => [name, local(style.getPropertyValue(name))]));
}

/** A reference within the file stays, without quotes; any other would be a request. */
function local(value: string): string {
	return value.replace(/url\("?(#[\w-]+)?[^)]*\)/g, (_, id?: string) =>
		id ? `url(${id})` : 'none',
	);
}

function changed(styles: Styles, inherited: Styles): Styles {
	const usual: Styles = { ...inherited, ...OWN };
	return Object.fromEntries(
		Object.entries(styles).filter(([name, value]) => value !== usual[name]),
	);
}

function element(name: string, attributes: Readonly<Record<string, string | number>>, text = '') {
	const made = document.createElementNS(SVG, name);
	for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
	made.append(text);
	return made;
}
