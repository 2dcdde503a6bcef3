import { remarked } from './png.ts';
import { cell, type Picture } from './smear.ts';

/** How many different pictures are drawn; the others are these again in other bytes. */
const drawn = 40;
const originals: Picture[] = [];

function original(at: number): Picture {
  const picture = originals[at % drawn] ?? cell((at % drawn) + 1);
  originals[at % drawn] = picture;
  return picture;
}

/** Many files of cells, no two with the same bytes. */
export function batch(from: number, count: number): Picture[] {
  return Array.from({ length: count }, (_, at) => {
    const number = from + at;
    const { mimeType, buffer } = original(number);
    const name = `cell-${String(number).padStart(5, '0')}.png`;
    return { name, mimeType, buffer: remarked(buffer, `${number}`) };
  });
}
