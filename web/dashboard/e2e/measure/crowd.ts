import type { House } from '../house/house.ts';
import { remarked } from '../house/png.ts';
import { cell, type Picture } from '../house/smear.ts';

/** How many different pictures are drawn; the others are these again in other bytes. */
const drawn = 60;

export interface Crowd {
  /** The case with the most images. */
  large: string;
  largeImages: string[];
  images: number;
}

/** A laboratory with many images: one large case, and many of twenty. */
export async function crowd(house: House, images: number, inLarge: number): Promise<Crowd> {
  const originals = Array.from({ length: drawn }, (_, seed) => cell(seed + 1));
  const picture = (at: number): Picture => {
    const original = originals[at % drawn] ?? cell(at);
    const buffer = remarked(original.buffer, `${at}`);
    return { ...original, name: `cell-${at}.png`, buffer };
  };
  const pictures = (from: number, count: number) =>
    Array.from({ length: count }, (_, at) => picture(from + at));
  const large = await opened(house, 0);
  const largeImages = await house.upload(large, 'blood-cell', pictures(0, inLarge));
  for (let done = inLarge; done < images; done += 20) {
    const id = await opened(house, done);
    await house.upload(id, 'blood-cell', pictures(done, Math.min(20, images - done)));
  }
  return { large, largeImages, images };
}

async function opened(house: House, number: number): Promise<string> {
  const patient = await house.patient({ number: `M-${number}`, name: `Example ${number}` });
  const accession = `M26-${10_000 + number}`;
  return house.case(patient, { specimen: 'peripheral_blood', accession });
}
