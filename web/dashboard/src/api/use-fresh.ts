import { hashKey, type QueryKey } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLiveChanges } from './live';
import { anew } from './paged';

const NONE: ReadonlySet<string> = new Set();

/** How many streams began, by events of this type, since a list was read; and how to read it anew. Its rows stay as they are until then. */
export function useFresh(type: string, queryKey: QueryKey): [count: number, take: () => void] {
  const [streams, setStreams] = useState(NONE);
  const list = hashKey(queryKey);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another list was read later.
  useEffect(() => setStreams(NONE), [list]);
  useLiveChanges((changes) => {
    const begun = changes.filter((change) => change.type === type);
    if (begun.length > 0)
      setStreams((before) => new Set([...before, ...begun.map(({ stream }) => stream)]));
  });
  const take = () => {
    setStreams(NONE);
    void anew(queryKey);
  };
  return [streams.size, take];
}
