import { type Blob, Canvas, type Colour, chance } from './canvas.ts';

const ground: Colour = [244, 238, 234];
const hemoglobin: Colour = [214, 148, 158];
const cytoplasm: Colour = [206, 196, 224];
const chromatin: Colour = [98, 58, 146];
const granule: Colour = [196, 150, 196];

export interface Picture {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A drawn smear: red cells round white ones. No class and no finding is meant by it. */
function smear(seed: number, width: number, height: number, whites: Blob[]): Buffer {
  const next = chance(seed);
  const canvas = new Canvas(width, height, ground);
  for (const cell of redCells(width, height, whites, next))
    canvas.stain(cell, hemoglobin, (share) => 0.35 + 0.65 * Math.min(1, share * share * 1.5));
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

function whiteCell(canvas: Canvas, cell: Blob, next: () => number): void {
  canvas.cover(cell, cytoplasm);
  for (let one = 0; one < 90; one++) {
    const angle = next() * Math.PI * 2;
    const off = Math.sqrt(next()) * cell.radius * 0.88;
    const [x, y] = [cell.x + Math.cos(angle) * off, cell.y + Math.sin(angle) * off];
    canvas.stain({ x, y, radius: 1.5 + next() * 1.5, phase: 0 }, granule, () => 0.5);
  }
  for (const lobe of lobesOf(cell, next)) {
    canvas.cover(lobe, chromatin);
    for (let one = 0; one < 14; one++) {
      const [x, y] = [lobe.x + (next() - 0.5) * lobe.radius, lobe.y + (next() - 0.5) * lobe.radius];
      canvas.stain({ x, y, radius: lobe.radius * 0.22, phase: next() * 6 }, granule, () => 0.35);
    }
  }
}

/** One lobe as in a lymphocyte, or up to four as in a granulocyte. */
function lobesOf(cell: Blob, next: () => number): Blob[] {
  const count = 1 + Math.floor(next() * 4);
  const turn = next() * Math.PI * 2;
  return Array.from({ length: count }, (_, lobe) => {
    const angle = turn + (lobe * 1.6 * Math.PI) / count;
    const off = count === 1 ? 0 : cell.radius * 0.4;
    return {
      x: cell.x + Math.cos(angle) * off,
      y: cell.y + Math.sin(angle) * off,
      radius: cell.radius * (count === 1 ? 0.72 : 0.4),
      phase: next() * 6,
    };
  });
}

const numbered = (seed: number) => String(seed).padStart(4, '0');

/** One white cell in the middle, as a slide scanner cuts it out. */
export function cell(seed: number, size = 240): Picture {
  const radius = size * (0.2 + (seed % 7) / 80);
  const buffer = smear(seed, size, size, [{ x: size / 2, y: size / 2, radius, phase: seed }]);
  return { name: `cell-${numbered(seed)}.png`, mimeType: 'image/png', buffer };
}

/** A whole field of view. */
export function field(seed: number, width = 1280, height = 960): Picture {
  const next = chance(seed + 7);
  const whites = [0.22, 0.5, 0.78].map((place) => ({
    x: width * (place + (next() - 0.5) * 0.12),
    y: height * (0.15 + next() * 0.7),
    radius: 48 + next() * 14,
    phase: next() * 6,
  }));
  const buffer = smear(seed, width, height, whites);
  return { name: `field-${numbered(seed)}.png`, mimeType: 'image/png', buffer };
}
