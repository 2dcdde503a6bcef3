import { session, sessionEnded } from './session-store';

/** The tabs of a browser share one session, by its cookies: here they tell each other whose it is. */
const WHO = 'hema.who';
const LOCKED = 'hema.locked';

/** Tells the other tabs who signed in; theirs end when it is somebody else. */
export function tellWho(id: string): void {
  localStorage.setItem(WHO, id);
}

/** Tells the other tabs that the page of a person is covered, or not any more. */
export function tellLocked(id: string | null): void {
  if (id === null) localStorage.removeItem(LOCKED);
  else localStorage.setItem(LOCKED, id);
}

/** Whether the page of a person was covered, in this tab or another. */
export const isLocked = (id: string): boolean => localStorage.getItem(LOCKED) === id;

/** Follows what the other tabs tell. */
export function hearTabs(): void {
  window.addEventListener('storage', ({ key, newValue }) => {
    const { me, state } = session.get();
    if (!me) return;
    if (key === WHO && newValue !== me.id) sessionEnded();
    if (key !== LOCKED) return;
    if (newValue === me.id && state === 'in') session.set({ me, state: 'locked' });
    const isHere = localStorage.getItem(WHO) === me.id;
    if (newValue === null && state === 'locked' && isHere) session.set({ me, state: 'in' });
  });
}
