export interface Point {
  x: number;
  y: number;
}

/** Lengths that a scale bar may show, in micrometres. */
const NICE = [0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000];
const WIDEST_PX = 160;

/** The longest round length that fits, and how wide it is on the screen. */
export function scaleBar(micronsPerScreenPixel: number): { microns: number; px: number } {
  const fits = NICE.filter((microns) => microns / micronsPerScreenPixel <= WIDEST_PX);
  const microns = fits.at(-1) ?? NICE[0] ?? 1;
  return { microns, px: microns / micronsPerScreenPixel };
}

export const distance = (a: Point, b: Point): number => Math.hypot(b.x - a.x, b.y - a.y);

/** `10.4 µm`, `128 µm`. */
export const microns = (value: number): string => `${value.toFixed(value < 100 ? 1 : 0)} µm`;

/** Diameter of a normal red cell, the hematologist's measure. */
export const RED_CELL_MICRONS = 7.5;
