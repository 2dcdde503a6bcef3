import { useEffect, useRef } from 'react';
import { createStore, useStore } from '@/store';
import { answered, unanswered } from './connection';
import { keys } from './keys';
import { queries } from './queries';
import { shared } from './shared-stream';
import { type Change, openStream, type Told } from './stream';

export type { Change };

/** How the stream of changes stands, null until that is known, and when something last came. */
export const live = createStore<{ open: boolean | null; at: number | null }>({
  open: null,
  at: null,
});

/** Changes come in bursts; they are told on at most this often. */
const BATCH_MS = 400;

type Listener = (changes: readonly Change[]) => void;
const listeners = new Set<Listener>();
let waiting: Change[] = [];

export const useLiveState = () => useStore(live);

/** Calls back with what changed, some at a time; never with nothing. */
export function useLiveChanges(listener: Listener): void {
  const latest = useRef(listener);
  latest.current = listener;
  useEffect(() => {
    const told: Listener = (changes) => latest.current(changes);
    listeners.add(told);
    return () => {
      listeners.delete(told);
    };
  }, []);
}

/** Follows what changes until it is told to stop. */
export function follow(): () => void {
  const close = shared(openStream)(hear);
  return () => {
    close();
    live.set({ open: false, at: live.get().at });
  };
}

function hear(told: Told): void {
  switch (told.kind) {
    case 'change':
      take(told.change);
      break;
    case 'reset':
      void queries.invalidateQueries();
      break;
    case 'open':
      answered();
      live.set({ open: true, at: Date.now() });
      break;
    case 'lost':
      if (!told.answered) unanswered();
      live.set({ open: false, at: live.get().at });
  }
}

function take(change: Change): void {
  if (waiting.length === 0) setTimeout(tell, BATCH_MS);
  waiting.push(change);
}

function tell(): void {
  const changes = waiting;
  waiting = [];
  live.set({ open: true, at: Date.now() });
  for (const queryKey of outdated(changes)) void queries.invalidateQueries({ queryKey });
  // Rows must not move under the pointer: lists are read anew when the page says so.
  const isList = ({ queryKey }: { queryKey: readonly unknown[] }) => queryKey[1] === 'list';
  void queries.invalidateQueries({ predicate: isList, refetchType: 'none' });
  for (const listener of listeners) listener(changes);
}

/** What no longer holds after these changes, each once. */
export function outdated(changes: readonly Change[]): readonly (readonly unknown[])[] {
  const found = new Map<string, readonly unknown[]>();
  const add = (key: readonly unknown[]) => found.set(JSON.stringify(key), key);
  for (const { image_id, case_id, patient_id, stream } of changes) {
    for (const [kind, id] of [
      ['images', image_id],
      ['cases', case_id],
      ['patients', patient_id],
    ] as const) {
      if (!id) continue;
      add(keys.one(kind, id));
      add(keys.history(kind, id));
    }
    const family = stream.split('-')[0];
    if (family === 'user') add(['users']);
    if (family === 'panel') add(['panels']);
    if (family === 'model') add(['models']);
  }
  if (changes.length > 0) add(['stats']);
  return [...found.values()];
}
