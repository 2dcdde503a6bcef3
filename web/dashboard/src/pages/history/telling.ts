import type { Entry } from '@/api/history';

/** A piece of a sentence; what was said or decided stands out. */
export interface Piece {
  text: string;
  strong: boolean;
}

/** Takes the quoted parts of a summary out, so that they can be set apart. */
export function piecesOf(summary: string): Piece[] {
  return summary
    .split(/(“[^”]*”)/)
    .filter(Boolean)
    .map((text) => ({ text, strong: text.startsWith('“') }));
}

/** The image that an event is about. */
export function imageOf({ data }: Entry): string | undefined {
  const image = (data as { image?: unknown }).image;
  return typeof image === 'string' ? image : undefined;
}

/** What the files of the images are called, as their uploads say. */
export function fileNames(entries: readonly Entry[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const entry of entries) {
    const image = imageOf(entry);
    const { file_name: name } = entry.data as { file_name?: unknown };
    if (image && typeof name === 'string') names.set(image, name);
  }
  return names;
}

/** Everything that is left by the filters, newest first. */
export function shownOf(
  entries: readonly Entry[],
  { actor, type }: { actor?: string; type?: string },
): Entry[] {
  return entries
    .filter((entry) => (!actor || entry.actor.name === actor) && (!type || entry.type === type))
    .toReversed();
}

/** `Reading recorded` of `ReadingRecorded`. */
export const typeName = (type: string): string => {
  const words = type.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};
