import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { casesQuery } from '@/api/cases';
import { useRole } from '@/api/session';
import { Card } from '@/pages/cases/card';
import { columnsFor } from '@/pages/cases/columns';
import { paths } from '@/paths';
import { DataTable } from '@/ui/data-table';
import { Empty } from '@/ui/empty';
import { onePatientWords as words } from '@/words/patients';

/** A patient's cases, the newest first. */
export function PatientCases({ id, mayOpen }: { id: string; mayOpen: boolean }) {
  const navigate = useNavigate();
  const edits = useRole('technologist');
  const columns = useMemo(() => columnsFor('patient', edits), [edits]);
  const list = useInfiniteQuery(casesQuery({ patient: id, sort: '-received_at' }));
  return (
    <DataTable
      label={words.tabs.cases}
      columns={columns}
      rows={list.data?.rows ?? []}
      rowKey={(one) => one.id}
      total={list.data?.total ?? 0}
      waiting={list.isPending}
      onEnd={() => list.hasNextPage && !list.isFetching && list.fetchNextPage()}
      onOpen={(one) => void navigate({ to: paths.case(one.id) })}
      empty={<Empty>{mayOpen ? words.noCase : words.noCaseToRead}</Empty>}
      card={(one) => <Card one={one} />}
    />
  );
}
