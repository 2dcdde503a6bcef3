import { useQueries } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { casesCount } from '@/api/cases';
import { useMe } from '@/api/session';
import { useKeys } from '@/keys/use-keys';
import { Page } from '@/shell/page';
import { FilterBar } from '@/ui/bar';
import { Button } from '@/ui/button';
import { DataTable } from '@/ui/data-table';
import { usePhone } from '@/ui/media';
import { Note } from '@/ui/note';
import { Segmented } from '@/ui/segmented';
import { count, total } from '@/words/numbers';
import { say } from '@/words/problems';
import { worklistWords as words } from '@/words/worklist';
import { Card } from './card';
import { columns } from './columns';
import { NoCase } from './empty';
import { Filters } from './filters';
import type { News } from './news';
import { nextOf } from './next';
import { ofTab, TABS, type Tab, type WorklistSearch } from './search';
import { Summary } from './summary';
import { useClaims } from './use-claims';
import { useNews } from './use-news';
import { useWork } from './use-work';

export function WorklistPage() {
  const search = useSearch({ from: '/in/worklist' });
  const navigate = useNavigate({ from: '/worklist' });
  const me = useMe().id;
  const phone = usePhone();
  const [active, setActive] = useState<string>();
  const work = useWork(search);
  const [news, takeNews] = useNews(work.key);
  const { reads, toggle, next, open } = useClaims();
  const set = useCallback(
    (change: Partial<WorklistSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  );
  const candidates = nextOf(work.rows, me, work.readAt);
  const chosen = work.rows.find((row) => row.id === active) ?? work.rows[0];
  const takeNext = () => void next(candidates);

  useKeys(words.keys, [
    { keys: ['ArrowUp', 'ArrowDown'], does: words.move, hint: words.move, run: toRows },
    {
      keys: 'Enter',
      does: words.open,
      hint: words.open,
      off: chosen === undefined,
      run: () => chosen && open(chosen),
    },
    {
      keys: 'n',
      does: words.next.key,
      hint: reads ? words.next.key : undefined,
      off: !reads,
      run: takeNext,
    },
    {
      keys: 'q',
      does: words.claim.key,
      hint: reads ? words.claim.key : undefined,
      off: !reads,
      run: () => chosen && void toggle(chosen),
    },
    { keys: 'r', does: words.news.take, off: !hasNews(news), run: takeNews },
  ]);

  return (
    <Page title={words.title} live status={shownOf(work)}>
      <FilterBar chips>
        <Tabs value={search.tab ?? 'open'} set={set} />
        <Filters search={search} set={set} />
        <span className="ml-auto flex gap-2 empty:hidden max-rail:ml-0 max-rail:w-full">
          {hasNews(news) && (
            <Button keys="r" onClick={takeNews} className="max-rail:grow">
              {news.cases.size > 0 ? words.news.cases(news.cases.size) : words.news.moved}
            </Button>
          )}
          {reads && !phone && (
            <Button look="primary" keys="n" disabled={candidates.length === 0} onClick={takeNext}>
              {words.next.action}
            </Button>
          )}
        </span>
      </FilterBar>
      <Summary search={search} set={set} />
      {work.error && (
        <div className="p-4">
          <Note tone="overdue" title={say(work.error).title} alert>
            {say(work.error).text}
          </Note>
        </div>
      )}
      <DataTable
        label={words.label}
        columns={columns}
        rows={work.rows}
        rowKey={(row) => row.id}
        total={work.total}
        waiting={work.waiting && !work.error}
        onEnd={work.readOn}
        onOpen={open}
        onActive={(row) => setActive(row.id)}
        selected={active}
        empty={<NoCase search={search} set={set} />}
        card={(row) => <Card row={row} />}
      />
    </Page>
  );
}

/** From anywhere on the page to the row that the arrows move on from. */
const toRows = () =>
  document.querySelector<HTMLElement>('[role=grid] [role=row][tabindex="0"]')?.focus();

const hasNews = ({ cases, moved }: News) => cases.size > 0 || moved;

function shownOf({ rows, total: all, capped, waiting }: ReturnType<typeof useWork>) {
  return waiting
    ? null
    : words.shown(count(rows.length), total(Math.max(all, rows.length), capped));
}

function Tabs({ value, set }: { value: Tab; set: (change: Partial<WorklistSearch>) => void }) {
  const { id, role } = useMe();
  const [now] = useState(Date.now);
  const counts = useQueries({ queries: TABS.map((tab) => casesCount(ofTab(tab, id, now))) });
  const phone = usePhone();
  const tabs = TABS.filter(
    (tab) =>
      tab === value || ((tab !== 'mine' || role === 'hematologist') && !(phone && tab === 'read')),
  );
  return (
    <Segmented
      label={words.tabs.label}
      value={value}
      options={tabs.map((tab) => ({
        value: tab,
        label: words.tabs[tab],
        count: counts[TABS.indexOf(tab)]?.data,
      }))}
      onChange={(tab) => set({ tab: tab === 'open' ? undefined : tab, critical: undefined })}
    />
  );
}
