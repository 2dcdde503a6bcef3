import { useStore } from '@/store';
import { api, got } from './client';
import { Problem } from './problem';
import { queries } from './queries';
import { refreshBefore, refreshed, stopRefreshing } from './refresh';
import { beforeLeaving, type Me, type Role, session } from './session-store';
import { noteHere } from './station';
import { isLocked, tellLocked, tellWho } from './tabs';

export type { Me, Role } from './session-store';
export { session } from './session-store';

/** How long an access token lives is said when it is given; after a reload it is exchanged soon. */
const SOON_S = 60;

/** The person signed in. Only for what is shown behind sign-in. */
export function useMe(): Me {
  const { me } = useStore(session);
  if (!me) throw new Error('Nobody is signed in.');
  return me;
}

/** Whether the person signed in has one of these roles. */
export function useRole(...roles: Role[]): boolean {
  return roles.includes(useMe().role);
}

/** Finds out who is signed in; nobody is not an error. */
export async function whoAmI(): Promise<Me | null> {
  const known = session.get().me;
  if (known) return known;
  try {
    const me = (await got(api.GET('/api/v1/me'))) as Me;
    refreshBefore(SOON_S);
    enter(me, isLocked(me.id));
    return me;
  } catch (fault) {
    if (fault instanceof Problem && fault.status === 401) return null;
    throw fault;
  }
}

/** Opens a session. What another person's page held is forgotten. */
export async function signIn(username: string, password: string): Promise<Me> {
  const opened = await got(api.POST('/api/v1/session', { body: { username, password } }));
  const me = opened.user as Me;
  const before = session.get().me;
  refreshed(opened.expires_in);
  if (before?.id === me.id) await queries.invalidateQueries();
  else queries.clear();
  tellLocked(null);
  enter(me, false);
  return me;
}

/** Ends the session. */
export async function signOut(): Promise<void> {
  await Promise.allSettled([...beforeLeaving].map((send) => send()));
  const kept = Object.entries(localStorage).filter(([key]) => key.startsWith('hema.'));
  await got(api.DELETE('/api/v1/session'));
  // The answer clears the site's storage; drafts and the station's settings are to outlive it.
  for (const [key, value] of kept) localStorage.setItem(key, value);
  tellWho('');
  tellLocked(null);
  leave();
}

/** Forgets who was here, without a word to the server. */
export function leave(): void {
  stopRefreshing();
  queries.clear();
  session.set({ me: null, state: 'out' });
}

/** Covers the page until a password is given. */
export function lock(): void {
  const { me, state } = session.get();
  if (!me || state !== 'in') return;
  tellLocked(me.id);
  stopRefreshing();
  session.set({ me, state: 'locked' });
}

function enter(me: Me, locked: boolean): void {
  noteHere(me);
  tellWho(me.id);
  session.set({ me, state: locked ? 'locked' : 'in' });
}
