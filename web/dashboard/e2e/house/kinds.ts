import type { Colour } from './canvas.ts';

/** How a kind of cell is drawn; lengths in pixels of a 240-pixel picture. */
export interface Kind {
  radius: number;
  cytoplasm: Colour;
  chromatin: Colour;
  granules: { colour: Colour; count: number; radius: number };
  /** How many lobes the nucleus has, how large they are and how far from the middle, as shares of the radius. */
  lobes: { count: number; size: number; off: number };
}

const fine = (colour: Colour, count = 120) => ({ colour, count, radius: 1.3 });

/** Drawn after what textbooks say of them. Nothing is claimed of what a model makes of it. */
export const kinds = {
  neutrophil: {
    radius: 46,
    cytoplasm: [205, 168, 184],
    chromatin: [84, 52, 124],
    granules: fine([172, 124, 160], 420),
    lobes: { count: 4, size: 0.32, off: 0.46 },
  },
  lymphocyte: {
    radius: 33,
    cytoplasm: [150, 142, 200],
    chromatin: [70, 42, 112],
    granules: fine([120, 100, 160], 10),
    lobes: { count: 1, size: 0.88, off: 0.04 },
  },
  monocyte: {
    radius: 57,
    cytoplasm: [178, 166, 200],
    chromatin: [110, 74, 152],
    granules: fine([150, 128, 182], 150),
    lobes: { count: 3, size: 0.4, off: 0.34 },
  },
  eosinophil: {
    radius: 48,
    cytoplasm: [228, 168, 152],
    chromatin: [84, 56, 132],
    granules: { colour: [214, 120, 104], count: 330, radius: 2.6 },
    lobes: { count: 2, size: 0.38, off: 0.4 },
  },
  basophil: {
    radius: 43,
    cytoplasm: [168, 120, 168],
    chromatin: [82, 48, 112],
    granules: { colour: [92, 52, 116], count: 260, radius: 2.8 },
    lobes: { count: 2, size: 0.5, off: 0.3 },
  },
  ig: {
    radius: 56,
    cytoplasm: [158, 150, 208],
    chromatin: [92, 60, 160],
    granules: fine([128, 96, 176], 90),
    lobes: { count: 1, size: 0.72, off: 0.2 },
  },
  erythroblast: {
    radius: 34,
    cytoplasm: [152, 150, 186],
    chromatin: [58, 38, 92],
    granules: fine([130, 124, 170], 8),
    lobes: { count: 1, size: 0.66, off: 0.1 },
  },
  platelet: {
    radius: 15,
    cytoplasm: [170, 140, 184],
    chromatin: [120, 78, 146],
    granules: { colour: [112, 66, 140], count: 40, radius: 1.6 },
    lobes: { count: 0, size: 0, off: 0 },
  },
} satisfies Record<string, Kind>;

export type KindName = keyof typeof kinds;

/** As many of each as in the blood of a healthy person, about. */
const inBlood: [KindName, number][] = [
  ['neutrophil', 56],
  ['lymphocyte', 82],
  ['monocyte', 89],
  ['eosinophil', 93],
  ['basophil', 94],
  ['platelet', 97],
  ['ig', 99],
  ['erythroblast', 100],
];

/** The kind that a number out of a hundred falls on. */
export function kindAt(share: number): KindName {
  return inBlood.find(([, upTo]) => share * 100 < upTo)?.[0] ?? 'neutrophil';
}
