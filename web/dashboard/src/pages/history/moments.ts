/** One event's moment, of what a slider goes over. */
export interface Moment {
  position: number;
  at: string;
}

/** The last event that counts at a position; −1 before the first. */
export function indexAt(moments: readonly Moment[], position: number | undefined): number {
  if (position === undefined) return moments.length - 1;
  return moments.findLastIndex((one) => one.position <= position);
}

/** The position to ask for after so many events more or fewer; none is now. */
export function stepped(
  moments: readonly Moment[],
  position: number | undefined,
  by: number,
): number | undefined {
  const now = moments.length - 1;
  // Now is one step after the last event that is looked back at.
  const from = position === undefined ? now + 1 : indexAt(moments, position);
  const to = from + by;
  if (to > now) return undefined;
  return moments[Math.max(0, to)]?.position;
}

/** What a second of quiet weighs against an event: long pauses are drawn shorter than they were. */
const EVENT_WEIGHT = 1;

/**
 * Where each moment stands on the track, from 0 to 1; the end is now. Pauses count by the logarithm
 * of their length, so that a busy minute can be told apart beside a quiet week.
 */
export function placesOf(moments: readonly Moment[], now: number): number[] {
  const times = [...moments.map(({ at }) => new Date(at).getTime()), now];
  const weights = times.map((time, place) => {
    if (place === 0) return 0;
    const seconds = Math.max(0, time - (times[place - 1] ?? time)) / 1000;
    return EVENT_WEIGHT + Math.log1p(seconds) * 2;
  });
  const whole = weights.reduce((sum, weight) => sum + weight, 0) || 1;
  let sum = 0;
  return weights.slice(0, -1).map((weight) => {
    sum += weight;
    return sum / whole;
  });
}

/** The event nearest to a place on the track; none is now. */
export function nearest(places: readonly number[], place: number): number | null {
  if (place >= 1 || places.length === 0) return null;
  let best = 0;
  for (const [index, at] of places.entries())
    if (Math.abs(at - place) < Math.abs((places[best] ?? 0) - place)) best = index;
  const last = places.at(-1) ?? 1;
  return 1 - place < place - last ? null : best;
}
