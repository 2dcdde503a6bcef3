/** How an image is shown, for the eye alone: nothing of the image itself changes. */
export interface Adjustments {
  /** −60 to 60. */
  brightness: number;
  /** 0.5 to 2. */
  contrast: number;
  /** In degrees, clockwise. */
  rotation: number;
}

export const AS_TAKEN: Adjustments = { brightness: 0, contrast: 1, rotation: 0 };

export const BRIGHTNESS = { min: -60, max: 60, step: 2 } as const;
export const CONTRAST = { min: 0.5, max: 2, step: 0.05 } as const;
const QUARTER = 90;

const within = (value: number, { min, max }: { min: number; max: number }) =>
  Math.min(max, Math.max(min, value));

export const brighter = (from: Adjustments, steps: number): Adjustments => ({
  ...from,
  brightness: within(from.brightness + steps * BRIGHTNESS.step, BRIGHTNESS),
});

export const contrasted = (from: Adjustments, steps: number): Adjustments => ({
  ...from,
  contrast: within(Math.round((from.contrast + steps * CONTRAST.step) * 100) / 100, CONTRAST),
});

export const turned = (from: Adjustments, quarters = 1): Adjustments => ({
  ...from,
  rotation: (from.rotation + quarters * QUARTER + 360) % 360,
});

export const isAsTaken = ({ brightness, contrast, rotation }: Adjustments): boolean =>
  brightness === 0 && contrast === 1 && rotation === 0;

/** The same as a CSS filter; none when nothing differs, so that nothing is computed. */
export function filterOf({ brightness, contrast }: Adjustments): string {
  if (brightness === 0 && contrast === 1) return '';
  return `brightness(${1 + brightness / 100}) contrast(${contrast})`;
}
