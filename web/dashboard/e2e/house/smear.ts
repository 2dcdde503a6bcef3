import { type Blob, Canvas, type Colour, chance } from './canvas.ts';
import { type Kind, type KindName, kindAt, kinds } from './kinds.ts';

const ground: Colour = [250, 240, 224];
const hemoglobin: Colour = [206, 164, 172];
const dark: Colour = [110, 70, 150];
/** Brightens: chromatin is open there. */
const pale: Colour = [400, 400, 360];

/** A white cell, or a platelet, at a place. */
interface White extends Blob {
  kind: Kind;
}

export interface Picture {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A drawn smear: red cells round white ones. No class and no finding is meant by it. */
function smear(seed: number, width: number, height: number, whites: White[]): Buffer {
  const next = chance(seed);
  const canvas = new Canvas(width, height, ground);
  for (const cell of redCells(width, height, whites, next))
    canvas.stain(cell, hemoglobin, (share) => 0.3 + 0.7 * Math.min(1, share * share * 1.5));
  for (const cell of whites) whiteCell(canvas, cell, next);
  return canvas.png(seed);
}

/** Side by side, as in the part of a smear where cells are counted. */
function redCells(width: number, height: number, taken: Blob[], next: () => number): Blob[] {
  const cells: Blob[] = [];
  const tries = Math.ceil((width * height) / 1_500);
  for (let one = 0; one < tries; one++) {
    const cell = {
      x: next() * width,
      y: next() * height,
      radius: 25 + next() * 5,
      phase: next() * 6,
    };
    const near = (other: Blob) =>
      Math.hypot(cell.x - other.x, cell.y - other.y) < (cell.radius + other.radius) * 0.97;
    if (!taken.some(near) && !cells.some(near)) cells.push(cell);
  }
  return cells;
}

function whiteCell(canvas: Canvas, cell: White, next: () => number): void {
  const { cytoplasm, chromatin, granules } = cell.kind;
  canvas.cover(cell, cytoplasm);
  for (let one = 0; one < granules.count; one++) {
    const angle = next() * Math.PI * 2;
    const off = Math.sqrt(next()) * cell.radius * 0.9;
    const [x, y] = [cell.x + Math.cos(angle) * off, cell.y + Math.sin(angle) * off];
    const radius = granules.radius * (0.7 + next() * 0.6);
    canvas.cover({ x, y, radius, phase: next() * 6 }, granules.colour);
  }
  for (const lobe of lobesOf(cell, next)) {
    canvas.cover(lobe, chromatin);
    for (let one = 0; one < lobe.radius * 4; one++) {
      const [angle, off] = [next() * Math.PI * 2, Math.sqrt(next()) * lobe.radius * 0.9];
      const [x, y] = [lobe.x + Math.cos(angle) * off, lobe.y + Math.sin(angle) * off];
      const clump = one % 2 === 0 ? dark : pale;
      canvas.stain({ x, y, radius: 1.6 + next() * 1.6, phase: next() * 6 }, clump, () => 0.45);
    }
  }
}

/** Side by side on an arc, so that they hang together. */
function lobesOf(cell: White, next: () => number): Blob[] {
  const { count, size, off } = cell.kind.lobes;
  const turn = next() * Math.PI * 2;
  return Array.from({ length: count }, (_, lobe) => {
    const angle = turn + lobe * (count > 2 ? 1.05 : 2.2);
    return {
      x: cell.x + Math.cos(angle) * off * cell.radius,
      y: cell.y + Math.sin(angle) * off * cell.radius,
      radius: cell.radius * size * (0.9 + next() * 0.2),
      phase: next() * 6,
    };
  });
}

const numbered = (seed: number) => String(seed).padStart(4, '0');

/** One cell in the middle, as a slide scanner cuts it out. */
export function cell(seed: number, name: KindName = kindAt(chance(seed)())): Picture {
  const kind = kinds[name];
  const next = chance(seed + 1);
  const middle = () => 120 + (next() - 0.5) * 12;
  const radius = kind.radius * (0.92 + next() * 0.16);
  const white = { x: middle(), y: middle(), radius, phase: next() * 6, kind };
  const buffer = smear(seed, 240, 240, [white]);
  return { name: `cell-${numbered(seed)}.png`, mimeType: 'image/png', buffer };
}

/** A whole field of view. */
export function field(seed: number, width = 1280, height = 960): Picture {
  const next = chance(seed + 7);
  const whites = [0.22, 0.5, 0.78].map((place) => {
    const kind = kinds[kindAt(next())];
    const x = width * (place + (next() - 0.5) * 0.12);
    const y = height * (0.15 + next() * 0.7);
    return { x, y, radius: kind.radius, phase: next() * 6, kind };
  });
  const buffer = smear(seed, width, height, whites);
  return { name: `field-${numbered(seed)}.png`, mimeType: 'image/png', buffer };
}
