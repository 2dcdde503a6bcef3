import { usePeople } from '@/api/people';
import { useMe } from '@/api/session';
import { review } from '@/words/review';

/** What somebody is called here: oneself is “you”. */
export function useNames(): (id: string) => string {
  const me = useMe();
  const nameOf = usePeople();
  return (id) => (id === me.id ? review.facts.you : (nameOf(id) ?? review.facts.somebody));
}
