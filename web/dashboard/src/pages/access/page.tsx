import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { type Access, accessQuery } from '@/api/access';
import { anew } from '@/api/paged';
import { useKeys } from '@/keys/use-keys';
import { Page } from '@/shell/page';
import { FilterBar, SummaryLine } from '@/ui/bar';
import { Button } from '@/ui/button';
import { DataTable } from '@/ui/data-table';
import { Empty } from '@/ui/empty';
import { Note } from '@/ui/note';
import { accessWords as words } from '@/words/access';
import { total } from '@/words/numbers';
import { say } from '@/words/problems';
import { Card } from './card';
import { columnsWith } from './columns';
import { DetailsDialog } from './details-dialog';
import { Filters } from './filters';
import { LineMenu } from './line-menu';
import { type AccessSearch, asked, isNarrowed } from './search';
import { useKnown } from './use-known';

export function AccessPage() {
  const search = useSearch({ from: '/in/audit' });
  const navigate = useNavigate({ from: '/audit' });
  const [details, setDetails] = useState<Access>();
  const query = accessQuery(asked(search));
  const list = useInfiniteQuery(query);
  const { error, data } = list;
  const rows = data?.rows ?? [];
  const set = useCallback(
    (change: Partial<AccessSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  );
  const columns = useMemo(
    () => columnsWith((line) => <LineMenu line={line} set={set} onDetails={setDetails} />),
    [set],
  );
  const readAnew = () => void anew(query.queryKey);
  useKeys(words.keys, [{ keys: 'r', does: words.anew.key, hint: words.anew.key, run: readAnew }]);

  return (
    <Page
      title={words.title}
      status={data && words.shown(rows.length, total(data.total, data.capped))}
    >
      <FilterBar chips>
        <Filters search={search} set={set} known={useKnown(list.dataUpdatedAt, search)} />
        <Button small keys="r" className="ml-auto" onClick={readAnew}>
          {words.anew.action}
        </Button>
      </FilterBar>
      <SummaryLine>
        <span className="max-rail:whitespace-normal">{words.note}</span>
      </SummaryLine>
      {error && (
        <div className="p-4">
          <Note tone="overdue" title={say(error).title} alert>
            {say(error).text}
          </Note>
        </div>
      )}
      <DataTable
        label={words.title}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        total={data?.total ?? 0}
        waiting={list.isPending}
        onEnd={() => list.hasNextPage && !list.isFetching && list.fetchNextPage()}
        sort={search.sort ?? '-at'}
        onSort={() => set({ sort: search.sort === 'at' ? undefined : 'at' })}
        onOpen={setDetails}
        empty={!error && <Empty>{isNarrowed(search) ? words.emptyFiltered : words.empty}</Empty>}
        card={(line) => <Card line={line} />}
      />
      {details && <DetailsDialog line={details} onClose={() => setDetails(undefined)} />}
    </Page>
  );
}
