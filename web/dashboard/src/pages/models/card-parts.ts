import type { Label } from '@/api/panels';
import { blocksOf, type Span } from '@/ui/markdown/parse';

/** How often each true class was given each name. */
export interface Matrix {
  rows: readonly MatrixRow[];
  columns: readonly string[];
}

export interface MatrixRow {
  name: string;
  counts: readonly number[];
}

export type CardPart = { kind: 'text'; text: string } | { kind: 'matrix'; matrix: Matrix };

const ROW = /^\s*\|.*\|\s*$/;
const COUNT = /^\d[\d,]*$/;
/** A middle dot or an empty cell says zero. */
const ZERO = /^[·\s]*$/;

/** A card as its text and the confusion matrices in it, in their order. */
export function partsOf(card: string): CardPart[] {
  const parts: CardPart[] = [];
  let text: string[] = [];
  const end = () => {
    if (text.some((line) => line.trim() !== ''))
      parts.push({ kind: 'text', text: text.join('\n') });
    text = [];
  };
  for (const lines of runsOf(withoutTitle(card).split(/\r?\n/))) {
    const matrix = matrixOf(lines);
    if (!matrix) {
      text.push(...lines);
      continue;
    }
    end();
    parts.push({ kind: 'matrix', matrix });
  }
  end();
  return parts;
}

/** The page has the name as its own heading. */
const withoutTitle = (card: string) => card.replace(/^\s*# .*\n/, '');

/** Lines that stand together: those of a table, or those of no table. */
function runsOf(lines: readonly string[]): string[][] {
  const runs: string[][] = [];
  let inTable: boolean | undefined;
  for (const line of lines) {
    const is = ROW.test(line);
    if (is !== inTable) runs.push([]);
    inTable = is;
    runs.at(-1)?.push(line);
  }
  return runs;
}

const textOf = (spans: readonly Span[]) => spans.map(({ text }) => text).join('');

/** The matrix that these lines are: as many columns as rows, an empty corner, nothing but counts. */
function matrixOf(lines: readonly string[]): Matrix | null {
  const [table] = ROW.test(lines[0] ?? '') ? blocksOf(lines.join('\n')) : [];
  if (table?.kind !== 'table') return null;
  const [corner = '', ...columns] = table.head.map(textOf);
  const rows = table.rows.map(rowOf);
  const square = columns.length > 1 && rows.length === columns.length;
  if (corner !== '' || !square) return null;
  const whole = rows.every((row): row is MatrixRow => row?.counts.length === columns.length);
  return whole ? { rows, columns } : null;
}

function rowOf(cells: readonly Span[][]): MatrixRow | null {
  const [name = '', ...counts] = cells.map(textOf);
  if (!counts.every((cell) => COUNT.test(cell) || ZERO.test(cell))) return null;
  return { name, counts: counts.map((cell) => Number(cell.replaceAll(',', '')) || 0) };
}

export interface NamedMatrix extends Matrix {
  labels: readonly (Label | undefined)[];
}

/** A matrix in the panel's order, its rows known by the panel's labels; as it stands when they are not these. */
export function inPanelOrder(matrix: Matrix, labels: readonly Label[]): NamedMatrix {
  const known = matrix.rows.map(({ name }) => labels.find((label) => isNamed(label, name)));
  const order = known
    .map((label, at) => ({ at, place: label ? labels.indexOf(label) : -1 }))
    .sort((a, b) => a.place - b.place);
  if (order.some(({ place }) => place < 0))
    return { ...matrix, labels: matrix.rows.map(() => undefined) };
  const take = <T>(of: readonly T[]): T[] =>
    order.flatMap(({ at }) => {
      const one = of[at];
      return one === undefined ? [] : [one];
    });
  return {
    labels: take(known),
    columns: take(matrix.columns),
    rows: take(matrix.rows).map(({ name, counts }) => ({ name, counts: take(counts) })),
  };
}

const isNamed = ({ id, name, code }: Label, text: string) =>
  [id, name, code].some((one) => one.toLowerCase() === text.trim().toLowerCase());
