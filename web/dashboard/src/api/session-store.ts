import { createStore } from '@/store';
import type { components } from './schema';

export type Me = components['schemas']['Me'] & { role: Role };
export type Role = components['schemas']['Role'];

export interface SessionState {
  /** Who works here; kept when the session ends, so that the page stays as it is. */
  me: Me | null;
  /** `out`: nobody; `in`: signed in; `ended`: signed out under way; `locked`: covered by the person. */
  state: 'out' | 'in' | 'ended' | 'locked';
}

export const session = createStore<SessionState>({ me: null, state: 'out' });

/** What is to be sent before a person signs out: it is done in that person's name. */
export const beforeLeaving = new Set<() => Promise<unknown>>();

/** The server no longer knows the session: the page stays, and asks to sign in. */
export function sessionEnded(): void {
  const { me, state } = session.get();
  if (me && state === 'in') session.set({ me, state: 'ended' });
}
