import { answered, unanswered } from './connection';
import { csrfOf } from './csrf';
import { Unreachable } from './problem';

/** When any tab last got new cookies. Tabs share them, and a token that was used twice ends the session. */
const LAST = 'hema.refreshed';
/** Before this share of its life is over, an access token need not be exchanged. */
const SHARE = 0.7;

let underWay: Promise<boolean> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

/** Exchanges the session's tokens; true when the session goes on. One exchange at a time, over all tabs. */
export function refresh(since: number = Date.now()): Promise<boolean> {
  underWay ??= alone(() => exchange(since)).finally(() => {
    underWay = null;
  });
  return underWay;
}

/** Exchanges the tokens ahead of time, so that images and the live stream never meet an old one. */
export function refreshBefore(expiresIn: number): void {
  clearTimeout(timer);
  timer = setTimeout(
    () => {
      refresh().catch(() => refreshBefore(10));
    },
    expiresIn * SHARE * 1000,
  );
}

export function stopRefreshing(): void {
  clearTimeout(timer);
}

/** Notes that this tab's browser holds new cookies. */
export function refreshed(expiresIn: number): void {
  localStorage.setItem(LAST, String(Date.now()));
  refreshBefore(expiresIn);
}

async function alone(task: () => Promise<boolean>): Promise<boolean> {
  return navigator.locks ? navigator.locks.request('hema.refresh', task) : task();
}

async function exchange(since: number): Promise<boolean> {
  if (Number(localStorage.getItem(LAST)) > since) return true;
  const secret = csrfOf(document.cookie);
  if (secret === null) return false;
  let response: Response;
  try {
    response = await fetch('/api/v1/session/refresh', {
      method: 'POST',
      headers: { 'x-csrf-token': secret },
    });
  } catch {
    unanswered();
    throw new Unreachable();
  }
  answered();
  if (response.status >= 500) throw new Unreachable();
  if (!response.ok) return false;
  refreshed((await response.json()).expires_in);
  return true;
}
