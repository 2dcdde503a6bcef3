import type { Told } from '@/api/history';
import type { Parked, Queue } from '@/api/operations';

/** An event put aside, and every function that put it aside. */
export interface ParkedEvent extends Parked {
  functions: readonly string[];
}

/** Each parked event once, the one that has waited longest first. */
export function parkedEvents(queues: readonly Queue[]): ParkedEvent[] {
  const events = new Map<string, ParkedEvent>();
  for (const { name, parked } of queues)
    for (const one of parked) {
      const known = events.get(one.id);
      events.set(one.id, known ? both(known, one, name) : { ...one, functions: [name] });
    }
  return [...events.values()].sort((a, b) => a.parked_at.localeCompare(b.parked_at));
}

/** Two functions’ word on one event: since when the first, and why the latest. */
function both(known: ParkedEvent, one: Parked, name: string): ParkedEvent {
  const [earlier, later] = known.parked_at <= one.parked_at ? [known, one] : [one, known];
  return {
    ...known,
    functions: [...known.functions, name],
    parked_at: earlier.parked_at,
    reason: later.reason,
    retries: Math.max(known.retries, one.retries),
  };
}

const STREAM = /^(image|case|patient)-([0-9a-f-]{36})$/;

/** What the stream is the history of, when it can be looked at. */
export function subjectOf(stream: string): { kind: Told; id: string } | undefined {
  const [, family, id] = STREAM.exec(stream) ?? [];
  return family && id ? { kind: `${family}s` as Told, id } : undefined;
}
