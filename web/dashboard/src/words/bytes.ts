const STEPS = ['B', 'kB', 'MB', 'GB'] as const;

/** `1.4 MB`, `812 kB`. */
export function bytes(size: number): string {
  let value = size;
  let step = 0;
  while (value >= 1000 && step < STEPS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return `${value < 10 && step > 1 ? value.toFixed(1) : Math.round(value)} ${STEPS[step]}`;
}

/** `about 40 s`, `about 6 min`: no more exact than it is known. */
export function about(seconds: number): string {
  if (seconds < 10) return 'a few seconds';
  if (seconds < 90) return `about ${Math.round(seconds / 10) * 10} s`;
  return `about ${Math.round(seconds / 60)} min`;
}
