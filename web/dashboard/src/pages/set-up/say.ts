import { Problem } from '@/api/problem';
import { type Said, say } from '@/words/problems';
import { setUpWords as words } from '@/words/sign-in';

/** What is said of a set-up that did not succeed. */
export function sayOfSetUp(fault: unknown): Said {
  if (fault instanceof Problem && fault.status === 401) return words.notValid;
  return isSetUp(fault) ? words.isSetUp : say(fault);
}

/** Whether somebody else was first: the way is then to sign in. */
export const isSetUp = (fault: unknown): boolean =>
  fault instanceof Problem && fault.status === 410;
