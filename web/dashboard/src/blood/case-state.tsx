import type { Case } from '@/api/cases';
import { Tag } from '@/ui/tag';
import { blood } from '@/words/blood';
import { worklistWords as words } from '@/words/worklist';

/** Nothing more is to be done: concluded, or opened in error. */
export const isDone = ({ status }: Pick<Case, 'status'>) =>
  status === 'concluded' || status === 'withdrawn';

/** Past due and not concluded. */
export const isOverdue = (one: Pick<Case, 'due_at' | 'status'>, now: number) =>
  !isDone(one) && Date.parse(one.due_at) < now;

/** What presses most about a case: a critical finding, then time, then its priority. */
export function CaseState({ one, now }: { one: Case; now: number }) {
  if (one.critical)
    return (
      <Tag tone="critical" icon="triangle">
        {one.alarm?.state === 'suspected' ? words.suspected : words.critical}
      </Tag>
    );
  if (one.status === 'withdrawn') return <Tag>{blood.withdrawn}</Tag>;
  if (one.status === 'concluded')
    return (
      <Tag tone="verified" icon="tick">
        {words.concluded}
      </Tag>
    );
  if (isOverdue(one, now))
    return (
      <Tag tone="overdue" icon="clock">
        {words.overdueTag}
      </Tag>
    );
  const priority = blood.priorities[one.priority] ?? one.priority;
  if (one.priority === 'routine') return <span className="text-small text-ink-3">{priority}</span>;
  return <Tag>{priority}</Tag>;
}
