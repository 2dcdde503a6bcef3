import { useEffect, useMemo, useState } from 'react';
import type { Image } from '@/api/images';
import { held, refused } from '@/outbox/outbox';
import { useStore } from '@/store';
import type { Placed } from './groups';

interface Kept {
  label: string;
  revision: number;
}

/** Verdicts recorded here: cells stand where they were placed until the server's own word arrives. */
export function usePlaced(images: readonly Image[]): [Placed, (ids: readonly string[]) => void] {
  const waiting = useStore(held);
  const no = useStore(refused);
  const [kept, setKept] = useState<ReadonlyMap<string, Kept>>(new Map());

  useEffect(() => {
    if (waiting.length > 0)
      setKept((before) => {
        const said = waiting.map(
          ({ image, label, revision }) => [image, { label, revision }] as const,
        );
        return new Map([...before, ...said]);
      });
  }, [waiting]);
  useEffect(() => {
    const revisions = new Map(images.map(({ id, case_revision }) => [id, case_revision]));
    const stays = ([id, { revision }]: readonly [string, Kept]) =>
      !no.has(id) && (revisions.get(id) ?? 0) <= revision;
    setKept((before) => {
      const left = [...before].filter(stays);
      return left.length === before.size ? before : new Map(left);
    });
  }, [images, no]);

  const placed = useMemo(() => {
    const all = new Map([...kept].map(([id, { label }]) => [id, { label, held: false }]));
    for (const { image, label } of waiting) all.set(image, { label, held: true });
    return all;
  }, [kept, waiting]);
  const forget = (ids: readonly string[]) =>
    setKept((before) => new Map([...before].filter(([id]) => !ids.includes(id))));
  return [placed, forget];
}
