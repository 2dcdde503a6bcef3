import { batch } from '../house/batch.ts';
import type { House } from '../house/house.ts';

export interface Crowd {
  /** The case with the most images. */
  large: string;
  largeImages: string[];
  images: number;
}

/** A laboratory with many images: one large case, and many of twenty. */
export async function crowd(house: House, images: number, inLarge: number): Promise<Crowd> {
  const large = await opened(house, 0);
  const largeImages = await house.upload(large, 'blood-cell', batch(0, inLarge));
  for (let done = inLarge; done < images; done += 20) {
    const id = await opened(house, done);
    await house.upload(id, 'blood-cell', batch(done, Math.min(20, images - done)));
  }
  return { large, largeImages, images };
}

async function opened(house: House, number: number): Promise<string> {
  const patient = await house.patient({ number: `M-${number}`, name: `Example ${number}` });
  const accession = `M26-${10_000 + number}`;
  return house.case(patient, { specimen: 'peripheral_blood', accession });
}
