import { useQuery } from '@tanstack/react-query';
import { historyQuery } from '@/api/history';
import { useMe } from '@/api/session';
import { review } from '@/words/review';

/** What the people are called who did something with an image. */
export function useNames(image: string): (id: string) => string {
  const me = useMe();
  const { data } = useQuery(historyQuery('images', image));
  return (id) => {
    if (id === me.id) return review.facts.you;
    const actor = data?.find((entry) => entry.actor.id === id)?.actor;
    return actor?.name ?? review.facts.somebody;
  };
}
