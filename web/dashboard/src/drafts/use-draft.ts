import { useCallback, useEffect, useRef, useState } from 'react';
import { useMe } from '@/api/session';
import { dropDraft, keepDraft, readDraft } from './drafts';

const QUIET_MS = 300;

interface Kept<T> {
  value: T;
  /** Changes it and keeps it on the station a moment later. */
  set: (value: T) => void;
  /** When it was last kept; null for nothing of one's own. */
  keptAt: number | null;
  /** Recorded or given up: back to how it began. */
  drop: () => void;
}

/** A form's content that survives a lost connection, a sign-out, a reload and a change of persons. */
export function useDraft<T>(key: string, initial: T): Kept<T> {
  const user = useMe().id;
  const slot = `${user} ${key}`;
  const [state, setState] = useState(() => ({ slot, ...stored(user, key, initial) }));
  const unsaved = useRef<(() => void) | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const flush = useCallback(() => {
    clearTimeout(timer.current);
    unsaved.current?.();
    unsaved.current = null;
  }, []);

  let now = state;
  if (state.slot !== slot) {
    now = { slot, ...stored(user, key, initial) };
    setState(now);
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed for another slot is kept before it changes.
  useEffect(() => {
    window.addEventListener('pagehide', flush);
    return () => {
      window.removeEventListener('pagehide', flush);
      flush();
    };
  }, [flush, slot]);

  const set = (value: T) => {
    setState({ slot, value, keptAt: now.keptAt });
    unsaved.current = () => {
      const { at } = keepDraft(user, key, value);
      setState((held) => (held.slot === slot ? { ...held, keptAt: at } : held));
    };
    clearTimeout(timer.current);
    timer.current = setTimeout(flush, QUIET_MS);
  };
  const drop = () => {
    unsaved.current = null;
    clearTimeout(timer.current);
    dropDraft(user, key);
    setState({ slot, value: initial, keptAt: null });
  };
  return { value: now.value, set, keptAt: now.keptAt, drop };
}

function stored<T>(user: string, key: string, initial: T) {
  const draft = readDraft<T>(user, key);
  return { value: draft?.value ?? initial, keptAt: draft?.at ?? null };
}
