import { useEffect, useState } from 'react';
import { useLiveChanges } from './live';

/** How many streams began, by events of this type, since a list was read. Its rows stay as they are until asked. */
export function useFresh(type: string, readAt: number): number {
  const [streams, setStreams] = useState<ReadonlySet<string>>(new Set());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a list that was read anew holds them.
  useEffect(() => setStreams(new Set()), [readAt]);
  useLiveChanges((changes) => {
    const begun = changes.filter((change) => change.type === type);
    if (begun.length > 0)
      setStreams((before) => new Set([...before, ...begun.map(({ stream }) => stream)]));
  });
  return streams.size;
}
