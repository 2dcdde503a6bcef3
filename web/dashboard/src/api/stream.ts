import { refresh } from './refresh';
import type { components } from './schema';
import { sessionEnded } from './session-store';

export type Change = components['schemas']['Change'];

/** What a stream of changes tells. */
export type Told =
  | { kind: 'open' }
  | { kind: 'change'; change: Change }
  /** What happened meanwhile is unknown: everything is read anew. */
  | { kind: 'reset' }
  /** It broke off; without an answer the server is away, else it was refused. */
  | { kind: 'lost'; answered: boolean };

const AGAIN_MS = 3_000;

/** Opens the server's stream of changes, and again when it breaks off. Returns how to close it. */
export function openStream(tell: (told: Told) => void): () => void {
  let source: EventSource | null = null;
  let again: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  const open = () => {
    source = new EventSource('/api/v1/live');
    source.addEventListener('open', () => tell({ kind: 'open' }));
    source.addEventListener('change', ({ data }) =>
      tell({ kind: 'change', change: JSON.parse(data) as Change }),
    );
    source.addEventListener('reset', () => tell({ kind: 'reset' }));
    source.addEventListener('error', lost);
  };
  // The browser opens a stream that broke off again by itself, but not one that was refused.
  const lost = () => {
    const answered = source?.readyState === EventSource.CLOSED;
    tell({ kind: 'lost', answered });
    if (!answered) return;
    clearTimeout(again);
    again = setTimeout(reopen, AGAIN_MS);
  };
  const reopen = async () => {
    const goesOn = await refresh().catch(() => null);
    if (closed) return;
    if (goesOn === false) sessionEnded();
    else open();
    if (goesOn) tell({ kind: 'reset' });
  };

  open();
  return () => {
    closed = true;
    clearTimeout(again);
    source?.close();
  };
}
