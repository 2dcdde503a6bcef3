/** A part of a line. */
export interface Span {
  kind: 'text' | 'strong' | 'em' | 'code' | 'link';
  text: string;
  href?: string;
}

export type Block =
  | { kind: 'heading'; level: number; spans: Span[] }
  | { kind: 'paragraph'; spans: Span[] }
  | { kind: 'list'; ordered: boolean; items: Span[][] }
  | { kind: 'table'; head: Span[][]; rows: Span[][][] }
  | { kind: 'code'; text: string };

const HEADING = /^(#{1,6})\s+(.*)$/;
const ITEM = /^\s*(?:[-*]|(\d+)\.)\s+(.*)$/;
const ROW = /^\s*\|(.*)\|\s*$/;
const RULE = /^[\s|:-]+$/;
const FENCE = /^```/;
const INLINE = /\*\*(.+?)\*\*|`([^`]+)`|\*([^*\s][^*]*)\*|\[([^\]]+)\]\((https?:[^)\s]+)\)/g;

/** The parts of a line: strong, emphasized, code, links; everything else as it stands. */
export function spansOf(text: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (const found of text.matchAll(INLINE)) {
    if (found.index > at) spans.push({ kind: 'text', text: text.slice(at, found.index) });
    const [, strong, code, em, link, href] = found;
    if (strong) spans.push({ kind: 'strong', text: strong });
    else if (code) spans.push({ kind: 'code', text: code });
    else if (em) spans.push({ kind: 'em', text: em });
    else if (link && href) spans.push({ kind: 'link', text: link, href });
    at = found.index + found[0].length;
  }
  if (at < text.length) spans.push({ kind: 'text', text: text.slice(at) });
  return spans;
}

const cellsOf = (row: string) => row.split('|').map((cell) => spansOf(cell.trim()));

/** The blocks of a text in the plain part of Markdown that model cards are written in. */
export function blocksOf(text: string): Block[] {
  const lines = text.split(/\r?\n/);
  const blocks: Block[] = [];
  while (lines.length > 0) {
    const block = take(lines);
    if (block) blocks.push(block);
  }
  return blocks;
}

function take(lines: string[]): Block | null {
  const line = lines[0] ?? '';
  if (line.trim() === '') {
    lines.shift();
    return null;
  }
  if (FENCE.test(line)) return takeCode(lines);
  const heading = HEADING.exec(line);
  if (heading) {
    lines.shift();
    return { kind: 'heading', level: heading[1]?.length ?? 1, spans: spansOf(heading[2] ?? '') };
  }
  if (ROW.test(line)) return takeTable(lines);
  const item = ITEM.exec(line);
  if (item) return takeList(lines, item[1] !== undefined);
  return { kind: 'paragraph', spans: spansOf(takeLines(lines)) };
}

const begins = (line: string) =>
  line.trim() === '' || [HEADING, ROW, ITEM, FENCE].some((start) => start.test(line));

/** A line and those that go on with it. */
function takeLines(lines: string[]): string {
  const taken = [lines.shift()?.trim() ?? ''];
  while (lines.length > 0 && !begins(lines[0] ?? '')) taken.push(lines.shift()?.trim() ?? '');
  return taken.join(' ');
}

function takeList(lines: string[], ordered: boolean): Block {
  const items: Span[][] = [];
  while (ITEM.test(lines[0] ?? '')) {
    lines[0] = ITEM.exec(lines[0] ?? '')?.[2] ?? '';
    items.push(spansOf(takeLines(lines)));
  }
  return { kind: 'list', ordered, items };
}

function takeTable(lines: string[]): Block {
  const rows: string[] = [];
  while (ROW.test(lines[0] ?? '')) rows.push(ROW.exec(lines.shift() ?? '')?.[1] ?? '');
  const [head = '', ...rest] = rows;
  const body = rest.filter((row) => !RULE.test(row));
  return { kind: 'table', head: cellsOf(head), rows: body.map(cellsOf) };
}

function takeCode(lines: string[]): Block {
  lines.shift();
  const taken: string[] = [];
  while (lines.length > 0 && !FENCE.test(lines[0] ?? '')) taken.push(lines.shift() ?? '');
  lines.shift();
  return { kind: 'code', text: taken.join('\n') };
}
