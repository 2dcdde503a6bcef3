import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { casesQuery } from '@/api/cases';
import { useRole } from '@/api/session';
import { useFresh } from '@/api/use-fresh';
import { useKeys } from '@/keys/use-keys';
import { paths } from '@/paths';
import { Page } from '@/shell/page';
import { FilterBar } from '@/ui/bar';
import { Button } from '@/ui/button';
import { DataTable } from '@/ui/data-table';
import { Empty } from '@/ui/empty';
import { Note } from '@/ui/note';
import { SearchField } from '@/ui/search-field';
import { caseFormWords, caseListWords as words } from '@/words/cases';
import { count, total } from '@/words/numbers';
import { say } from '@/words/problems';
import { Card } from './card';
import { columnsFor } from './columns';
import { Filters } from './filters';
import { RegisterDialog } from './register-dialog';
import { asked, type CasesSearch, isFiltered } from './search';

const NOTHING: Partial<CasesSearch> = {
  q: undefined,
  status: undefined,
  priority: undefined,
  panel: undefined,
  critical: undefined,
  overdue: undefined,
  received: undefined,
};

export function CasesPage() {
  const search = useSearch({ from: '/in/cases' });
  const navigate = useNavigate({ from: '/cases' });
  const registers = useRole('technologist');
  const [registering, setRegistering] = useState(false);
  const columns = useMemo(() => columnsFor('all', registers), [registers]);
  const query = casesQuery(asked(search));
  const list = useInfiniteQuery({ ...query, placeholderData: keepPreviousData });
  const [fresh, takeFresh] = useFresh('CaseOpened', query.queryKey);
  const rows = list.data?.rows ?? [];
  const set = useCallback(
    (change: Partial<CasesSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  );
  const setWords = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const open = (id: string) => void navigate({ to: paths.case(id) });
  const register = () => setRegistering(true);
  const leave = () => {
    setRegistering(false);
    set({ register: undefined });
  };
  useKeys(words.title, [
    {
      keys: 'a',
      does: caseFormWords.register.key,
      hint: registers ? caseFormWords.register.key : undefined,
      off: !registers,
      run: register,
    },
    { keys: 'r', does: words.takeFresh, off: fresh === 0, run: takeFresh },
  ]);
  const shown =
    list.data &&
    words.shown(
      count(rows.length),
      total(Math.max(list.data.total, rows.length), list.data.capped),
    );

  return (
    <Page title={words.title} live status={shown}>
      <FilterBar>
        <SearchField label={words.search} value={search.q ?? ''} onChange={setWords} />
        <span className="flex gap-2 max-rail:hidden">
          <Filters search={search} set={set} />
        </span>
        <span className="ml-auto flex gap-2 empty:hidden">
          {fresh > 0 && (
            <Button keys="r" onClick={takeFresh}>
              {words.fresh(fresh)}
            </Button>
          )}
          {registers && (
            <Button look="primary" keys="a" onClick={register}>
              {caseFormWords.register.open}
            </Button>
          )}
        </span>
      </FilterBar>
      {list.error && (
        <div className="p-4">
          <Note tone="overdue" title={say(list.error).title} alert>
            {say(list.error).text}
          </Note>
        </div>
      )}
      <DataTable
        label={words.title}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        total={list.data?.total ?? 0}
        waiting={list.isPending}
        onEnd={() => list.hasNextPage && !list.isFetching && list.fetchNextPage()}
        sort={search.sort ?? '-received_at'}
        onSort={(sort) => set({ sort: sort as CasesSearch['sort'] })}
        onOpen={({ id }) => open(id)}
        empty={
          isFiltered(search) ? (
            <Empty action={<Button onClick={() => set(NOTHING)}>{words.filters.clear}</Button>}>
              {words.empty.filtered}
            </Empty>
          ) : (
            <Empty>{registers ? words.empty.none : words.empty.noneToRead}</Empty>
          )
        }
        card={(one) => <Card one={one} />}
      />
      {registers && (registering || search.register) && (
        <RegisterDialog
          key={search.register}
          accession={search.register}
          onOpened={open}
          onClose={leave}
        />
      )}
    </Page>
  );
}
