import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { alarmsQuery } from '@/api/cases';
import { statsQuery } from '@/api/stats';
import { SummaryLine } from '@/ui/bar';
import { cx } from '@/ui/cx';
import { count } from '@/words/numbers';
import { worklistWords } from '@/words/worklist';
import { Alarm } from './alarm';
import type { WorklistSearch } from './search';

const words = worklistWords.summary;
const DAYS = 30;

interface SummaryProps {
  search: WorklistSearch;
  set: (change: Partial<WorklistSearch>) => void;
}

/** How much waits, and the critical finding that has waited longest. Always one line, so that nothing moves. */
export function Summary({ search, set }: SummaryProps) {
  const { data: stats } = useQuery(statsQuery(DAYS));
  const { data: alarms = [] } = useQuery(alarmsQuery);
  const longest = alarms.toSorted((a, b) => since(a).localeCompare(since(b)))[0];
  const unread = stats?.images.reduce((sum, { unverified }) => sum + unverified, 0);
  return (
    <div className={cx('flex-none', longest && 'bg-critical-soft')}>
      <SummaryLine>
        <Figure
          value={alarms.length}
          tone={alarms.length > 0 ? 'text-critical' : undefined}
          pressed={search.critical === true}
          onPress={() => set({ critical: search.critical ? undefined : true })}
        >
          {words.critical}
        </Figure>
        <Figure
          value={stats?.overdue}
          tone={stats && stats.overdue > 0 ? 'text-overdue' : undefined}
          pressed={search.overdue === true}
          onPress={() => set({ overdue: search.overdue ? undefined : true })}
        >
          {words.overdue}
        </Figure>
        {!longest && (
          <span className="max-wide:hidden">
            <b className="font-semibold text-ink">{unread === undefined ? '' : count(unread)}</b>{' '}
            {words.waiting} {stats && words.of(stats.cases)}
          </span>
        )}
        <span className="ml-auto min-w-0 max-rail:hidden">
          {longest ? (
            <Alarm one={longest} />
          ) : (
            <span className="max-wide:hidden">{words.sorted}</span>
          )}
        </span>
      </SummaryLine>
    </div>
  );
}

const since = (one: { alarm?: { since: string } | null; received_at: string }) =>
  one.alarm?.since ?? one.received_at;

interface FigureProps {
  value: number | undefined;
  tone: string | undefined;
  pressed: boolean;
  onPress: () => void;
  children: ReactNode;
}

/** A figure that leads to the cases behind it. */
const Figure = ({ value, tone, pressed, onPress, children }: FigureProps) => (
  <button
    type="button"
    aria-pressed={pressed}
    onClick={onPress}
    className={cx(
      '-mx-1.5 flex min-h-6 flex-none items-center gap-1 rounded-tag px-1.5 hover:underline max-rail:-my-1.5 max-rail:min-h-11',
      tone,
      pressed && 'bg-accent-soft shadow-[inset_0_0_0_1px_var(--accent-line)]',
    )}
  >
    <b className={cx('font-semibold', !tone && 'text-ink')}>
      {value === undefined ? '' : count(value)}
    </b>
    {children}
  </button>
);
