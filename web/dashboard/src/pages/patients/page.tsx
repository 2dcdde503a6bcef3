import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import { patientsQuery } from '@/api/patients';
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
import { count, total } from '@/words/numbers';
import { patientWords as words } from '@/words/patients';
import { say } from '@/words/problems';
import { AddDialog } from './add-dialog';
import { columns, PatientState } from './columns';
import type { PatientsSearch } from './search';

export function PatientsPage() {
  const search = useSearch({ from: '/in/patients' });
  const navigate = useNavigate({ from: '/patients' });
  const [adding, setAdding] = useState(false);
  const adds = useRole('technologist');
  const query = patientsQuery(search);
  const list = useInfiniteQuery({ ...query, placeholderData: keepPreviousData });
  const [fresh, takeFresh] = useFresh('PatientRegistered', query.queryKey);
  const rows = list.data?.rows ?? [];
  const set = useCallback(
    (change: Partial<PatientsSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  );
  const setWords = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const open = (id: string) => void navigate({ to: paths.patient(id) });
  useKeys(words.title, [
    {
      keys: 'a',
      does: words.add.key,
      hint: adds ? words.add.key : undefined,
      off: !adds,
      run: () => setAdding(true),
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
        <span className="ml-auto flex gap-2 empty:hidden">
          {fresh > 0 && (
            <Button keys="r" onClick={takeFresh}>
              {words.fresh(fresh)}
            </Button>
          )}
          {adds && (
            <Button look="primary" keys="a" onClick={() => setAdding(true)}>
              {words.add.open}
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
        sort={search.sort}
        onSort={(sort) => set({ sort: sort as PatientsSearch['sort'] })}
        onOpen={({ id }) => open(id)}
        empty={<NoPatient q={search.q} adds={adds} clear={() => setWords('')} />}
        card={(patient) => (
          <div className="flex items-center gap-3">
            <div className="min-w-0 grow">
              <div className="text-id font-semibold">{patient.number}</div>
              <div className="truncate text-ink-2">{patient.name}</div>
            </div>
            <PatientState patient={patient} />
          </div>
        )}
      />
      {adding && <AddDialog onAdded={open} onClose={() => setAdding(false)} />}
    </Page>
  );
}

interface NoPatientProps {
  q: string | undefined;
  adds: boolean;
  clear: () => void;
}

function NoPatient({ q, adds, clear }: NoPatientProps) {
  if (q)
    return (
      <Empty action={<Button onClick={clear}>{words.empty.clear}</Button>}>
        {words.empty.filtered(q)}
      </Empty>
    );
  return <Empty>{adds ? words.empty.none : words.empty.noneToRead}</Empty>;
}
