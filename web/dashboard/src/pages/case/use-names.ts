import { useQuery } from '@tanstack/react-query';
import { historyQuery } from '@/api/history';
import { useMe } from '@/api/session';

/** What people are called who did something with a case. Its history knows; it is read when wanted. */
export function useNames(caseId: string, wanted: readonly (string | null | undefined)[]) {
  const me = useMe();
  const others = wanted.some((id) => id && id !== me.id);
  const { data } = useQuery({ ...historyQuery('cases', caseId), enabled: others });
  return (id: string | null | undefined, you: string, somebody: string): string => {
    if (id === me.id) return you;
    return data?.find(({ actor }) => actor.id === id)?.actor.name ?? somebody;
  };
}
