import type { Image } from '@/api/images';
import type { Panel } from '@/api/panels';

type Known = Pick<Image, 'id' | 'status'>;

/** The image that many places on; none beyond the ends. */
export function stepFrom<T extends Known>(
  items: readonly T[],
  id: string,
  by: number,
): T | undefined {
  const at = items.findIndex((one) => one.id === id);
  return at < 0 ? undefined : items[at + by];
}

/** The next image that waits for a verdict: after this one, else from the beginning. */
export function nextWaiting<T extends Known>(
  items: readonly T[],
  id: string,
  isRead: (one: T) => boolean,
): T | undefined {
  const at = items.findIndex((one) => one.id === id);
  const waits = (one: T) => one.id !== id && one.status !== 'voided' && !isRead(one);
  return items.slice(at + 1).find(waits) ?? items.slice(0, Math.max(0, at)).find(waits);
}

/** What the panel's active model said; without one, the latest that any model said. */
export function currentPrediction(image: Pick<Image, 'predictions'>, panel: Panel | undefined) {
  const own = image.predictions.findLast(({ model }) => model === panel?.active_model);
  return own ?? image.predictions.at(-1) ?? null;
}

/** What a verdict is called: a label of the panel, or an abstention. */
export function verdictName(
  panel: Panel | undefined,
  label: string,
  abstentions: Record<string, string>,
): string {
  return abstentions[label] ?? panel?.labels.find(({ id }) => id === label)?.name ?? label;
}

/** A reason as a sentence of its own. Measures of the network stay in its card. */
export function sentenceOf(reason: string): string {
  const plain = reason.replace(/\s*\(energy[^)]*\)/, '').replace(/-(?=\d)/g, '−');
  return `${plain.charAt(0).toUpperCase()}${plain.slice(1)}${plain.endsWith('.') ? '' : '.'}`;
}
