import { Problem } from '@/api/problem';
import { type Said, say } from '@/words/problems';
import { signInWords as words } from '@/words/sign-in';

/** What is said of a sign-in that did not succeed. */
export function sayOfSignIn(fault: unknown): Said {
  if (fault instanceof Problem && fault.status === 401) return words.wrong;
  if (fault instanceof Problem && fault.status === 429 && fault.retryAfter)
    return { title: words.throttled.title, text: words.throttled.text(fault.retryAfter) };
  return say(fault);
}
