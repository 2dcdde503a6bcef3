import { useMemo } from 'react';
import { confirmed, held } from '@/outbox/outbox';
import { useStore } from '@/store';

/** What was recorded from this window, by image: on its way or confirmed. */
export function useRecorded(): ReadonlyMap<string, string> {
  const waiting = useStore(held);
  const sent = useStore(confirmed);
  return useMemo(
    () => new Map([...sent, ...waiting.map(({ image, label }) => [image, label] as const)]),
    [waiting, sent],
  );
}
