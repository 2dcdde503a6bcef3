import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import { useMe } from '@/api/session';
import { usersQuery } from '@/api/users';
import { Page } from '@/shell/page';
import { FilterBar } from '@/ui/bar';
import { Button } from '@/ui/button';
import { DataTable } from '@/ui/data-table';
import { Empty } from '@/ui/empty';
import { Note } from '@/ui/note';
import { SearchField } from '@/ui/search-field';
import { Tag } from '@/ui/tag';
import { count, total } from '@/words/numbers';
import { say } from '@/words/problems';
import { userWords as words } from '@/words/users';
import { AddDialog } from './add-dialog';
import { columnsFor, roleName } from './columns';
import type { UsersSearch } from './search';
import { UserMenu } from './user-menu';

export function UsersPage() {
  const me = useMe();
  const search = useSearch({ from: '/in/users' });
  const navigate = useNavigate({ from: '/users' });
  const [adding, setAdding] = useState(false);
  const list = useInfiniteQuery(usersQuery(search));
  const failed = list.error;
  const columns = useMemo(() => columnsFor(me.id), [me.id]);
  const rows = list.data?.rows ?? [];
  const set = useCallback(
    (change: Partial<UsersSearch>) =>
      void navigate({ search: (before) => ({ ...before, ...change }), replace: true }),
    [navigate],
  );
  const setWords = useCallback((q: string) => set({ q: q || undefined }), [set]);
  const shown =
    list.data && words.shown(count(rows.length), total(list.data.total, list.data.capped));

  return (
    <Page title={words.title} status={shown}>
      <FilterBar>
        <SearchField label={words.search} value={search.q ?? ''} onChange={setWords} />
        <Button look="primary" className="ml-auto" onClick={() => setAdding(true)}>
          {words.add.open}
        </Button>
      </FilterBar>
      {failed && (
        <div className="p-4">
          <Note tone="overdue" title={say(failed).title} alert>
            {say(failed).text}
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
        onSort={(sort) => set({ sort: sort as UsersSearch['sort'] })}
        empty={
          failed ? null : (
            <Empty action={<Button onClick={() => setWords('')}>{words.clear}</Button>}>
              {words.empty}
            </Empty>
          )
        }
        card={(user) => (
          <div className="flex items-center gap-3">
            <div className="min-w-0 grow">
              <div className="truncate font-semibold">{user.full_name}</div>
              <div className="text-small text-ink-3">
                {user.username}, {roleName(user.role)}
              </div>
            </div>
            {!user.active && <Tag tone="overdue">{words.inactive}</Tag>}
            <UserMenu user={user} own={user.id === me.id} />
          </div>
        )}
      />
      {adding && <AddDialog onClose={() => setAdding(false)} />}
    </Page>
  );
}
