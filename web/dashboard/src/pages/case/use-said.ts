import { useMe } from '@/api/session';
import { printing } from '@/shell/printing';
import { useStore } from '@/store';
import { conclusionWords as words } from '@/words/conclusion';
import { dayAndTime, when } from '@/words/time';

/** What the person signed in is called, and how times are said: on paper by name and date, for others read it on other days. */
export function useSaid() {
  const { full_name } = useMe();
  const printed = useStore(printing);
  return printed ? { you: full_name, at: dayAndTime } : { you: words.you, at: when };
}
