import { Problem, Unreachable } from '@/api/problem';

/** What is said of a failure: what happened, and what to do. */
export interface Said {
  title: string;
  text: string;
}

const unreachable: Said = {
  title: 'The server does not answer',
  text: 'Nothing typed is lost. Check the network and try again.',
};

const unknown: Said = {
  title: 'Something went wrong on this page',
  text: 'Nothing typed is lost. Load the page again; if it stays, tell an administrator.',
};

/** The server words its refusals for people; only what concerns the page's own state is said here. */
const own: Record<string, (problem: Problem) => string> = {
  'not-signed-in': () => 'Your session has ended. Sign in again; what you typed is kept.',
  csrf: () => 'The browser lost the session’s cookie. Load the page again; what you typed is kept.',
  internal: () =>
    'Something went wrong on the server, and it was logged. Nothing typed is lost; try again.',
  'rate-limited': ({ retryAfter }) =>
    `Too many requests came from here. Try again in ${retryAfter ?? 1} s.`,
};

export function say(fault: unknown): Said {
  if (fault instanceof Unreachable) return unreachable;
  if (!(fault instanceof Problem)) return unknown;
  const faults = fault.faults.map(({ detail }) => detail).join(' ');
  return { title: fault.title, text: own[fault.kind]?.(fault) ?? (faults || fault.message) };
}
