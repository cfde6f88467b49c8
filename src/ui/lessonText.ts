import { digits, duration, said, times, timesRounded } from '../charts/format.ts';
import { closenessOf, factorOff } from '../lessons/bets.ts';
import type { NumberPrediction } from '../lessons/lesson.ts';
import { piecesOf, type Piece } from '../lessons/placeholders.ts';
import { valueOf, type FiguresOfRun } from '../lessons/predicate.ts';
import type { Field } from '../model/fields.ts';
import { FIGURES, type FigureFacts } from '../model/figures.ts';
import { FIELDS, type FieldName, type Scenario } from '../model/scenario.ts';

/** Stands for a figure that is being simulated. */
const SOON = '…';

/** Label and unit of a figure. */
export function factsOf(path: string): FigureFacts {
	return FIGURES.find((figure) => figure.path === path)!;
}

/** A lesson's text with its numbers in place. */
export function filled(text: string, scenario: Scenario, run: FiguresOfRun): string {
	return piecesOf(text)
		.map((piece) => pieceText(piece, scenario, run))
		.join('');
}

function pieceText(piece: Piece, scenario: Scenario, run: FiguresOfRun): string {
	switch (piece.kind) {
		case 'figure':
			return run[piece.of.transport] ? figureText(piece.of.figure, valueOf(run, piece.of)) : SOON;
		case 'ratio': {
			const [of, over] = [valueOf(run, piece.of), valueOf(run, piece.over)];
			return of !== null && over !== null && over > 0 ? times(of / over) : SOON;
		}
		case 'input':
			return inputText(piece.name, scenario);
		default:
			return piece.text;
	}
}

/** A figure in the unit that suits it. How often is a plain number: the text says per what. */
export function figureText(path: string, value: number | null): string {
	const { unit } = factsOf(path);
	if (unit === 'ms') return duration(value);
	return unit === 'per s' || unit === '1/h' ? digits(value) : said(value, unit);
}

/** An input without its unit, which the text gives. */
function inputText(name: FieldName, scenario: Scenario): string {
	const field: Field = FIELDS[name];
	const value = scenario[name];
	if (field.kind === 'number') return digits(value as number);
	const text = (field as { print(value: unknown): string }).print(value);
	return field.kind === 'choice' ? (field.labels[text] ?? text) : text;
}

/** An input with its unit. */
export function inputWords(name: FieldName, scenario: Scenario): string {
	const field: Field = FIELDS[name];
	const unit = field.kind === 'number' && field.unit !== '' ? ` ${field.unit}` : '';
	return inputText(name, scenario) + unit;
}

const BET_UNITS: Readonly<Partial<Record<FigureFacts['unit'], string>>> = {
	'per s': '/s',
	'1/h': '/h',
	share: '%',
	B: 'bytes',
	count: '',
};

/** The unit that a bet on a figure is typed in. */
export function betUnit(path: string): string {
	const { unit } = factsOf(path);
	return BET_UNITS[unit] ?? unit;
}

const RATES: Readonly<Partial<Record<FigureFacts['unit'], string>>> = {
	'per s': ' a second',
	'1/h': ' an hour',
};

/** A figure alone, with its unit. */
export function wholeFigure(path: string, value: number | null): string {
	return figureText(path, value) + (RATES[factsOf(path).unit] ?? '');
}

/** What came of a bet, and how far it was. */
export function betSentence(
	{ figure }: NumberPrediction,
	bet: number | null,
	actual: number | null,
) {
	const came = `The run gives ${wholeFigure(figure, actual)}.`;
	if (bet === null || actual === null) return came;
	return `You bet ${wholeFigure(figure, bet)}. ${came} ${distance(bet, actual)}`;
}

function distance(bet: number, actual: number): string {
	const factor = factorOff(bet, actual);
	const way = bet < actual ? 'too low' : 'too high';
	if (!Number.isFinite(factor)) return 'No factor says how far that is from nothing.';
	const far = `${times(timesRounded(factor))} ${way}`;
	switch (closenessOf(bet, actual)) {
		case 'right':
			return 'That is right, within a tenth.';
		case 'twice':
			return `Within a factor of two: ${far}.`;
		case 'ten':
			return `Within a factor of ten: ${far}.`;
		case 'further':
			return `More than ten times off: ${far}.`;
	}
}
