import type { Label, Panel, RevisePanel } from '@/api/panels';

/** A class while it is edited. */
export interface DraftLabel {
  /** Its name in the interface, which never changes; none of a new one yet. */
  id: string | null;
  /** Tells rows apart while they are moved. */
  row: number;
  name: string;
  code: string;
  icd10: string;
  critical: boolean;
  retired: boolean;
}

/** A panel while it is edited. */
export interface Draft {
  title: string;
  labels: readonly DraftLabel[];
  /** As it is typed. */
  threshold: string;
  blind: boolean;
}

const MOST_SIGNS = 64;

export const draftOf = ({ title, labels, critical_threshold, blind }: Panel): Draft => ({
  title,
  labels: labels.map(({ icd10, ...label }, row) => ({ ...label, row, icd10: icd10 ?? '' })),
  threshold: String(critical_threshold),
  blind,
});

/** With a new class at the end. */
export function added(labels: readonly DraftLabel[]): readonly DraftLabel[] {
  const row = Math.max(-1, ...labels.map((label) => label.row)) + 1;
  const empty = { id: null, name: '', code: '', icd10: '', critical: false, retired: false };
  return [...labels, { ...empty, row }];
}

/** With a class one place further up or down. */
export function moved(labels: readonly DraftLabel[], at: number, by: 1 | -1) {
  const one = labels[at];
  const other = labels[at + by];
  if (!one || !other) return labels;
  return labels.with(at, other).with(at + by, one);
}

/** The name in the interface that a new class gets: from its name for people, and of no other class. */
export function idOf(name: string, taken: readonly string[]): string {
  const plain = name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, MOST_SIGNS - 3);
  const first = plain || 'class';
  let id = first;
  for (let number = 2; taken.includes(id); number++) id = `${first}-${number}`;
  return id;
}

/** What the panel is to be, made from this version of it. */
export function revisionOf(draft: Draft, version: number): RevisePanel {
  const labels: Label[] = [];
  const known = draft.labels.flatMap(({ id }) => id ?? []);
  for (const { id, row: _, icd10, name, code, ...rest } of draft.labels) {
    const taken = [...known, ...labels.map((label) => label.id)];
    labels.push({
      ...rest,
      id: id ?? idOf(name, taken),
      name: name.trim(),
      code: code.trim().toUpperCase(),
      icd10: icd10.trim() || null,
    });
  }
  return {
    version,
    title: draft.title.trim(),
    labels,
    critical_threshold: Number(draft.threshold),
    blind: draft.blind,
  };
}
