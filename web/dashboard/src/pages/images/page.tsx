import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { imagesQuery, type ListedImage } from '@/api/images';
import { paths } from '@/paths';
import { Page } from '@/shell/page';
import { FilterBar } from '@/ui/bar';
import { Button } from '@/ui/button';
import { DataTable } from '@/ui/data-table';
import { Empty } from '@/ui/empty';
import { usePhone } from '@/ui/media';
import { Note } from '@/ui/note';
import { imageListWords as words } from '@/words/images';
import { count, total } from '@/words/numbers';
import { say } from '@/words/problems';
import { Card, columnsOfAll } from './columns';
import { Filters } from './filters';
import { asked, type ImagesSearch, isFiltered } from './search';

/** The images behind a figure: of all patients, by what the model and the readers said. */
export function ImagesPage() {
  const search = useSearch({ from: '/in/images' });
  const navigate = useNavigate({ from: '/images' });
  const phone = usePhone();
  const query = imagesQuery(asked(search));
  const list = useInfiniteQuery({ ...query, placeholderData: keepPreviousData });
  const rows = list.data?.rows ?? [];
  const set = (change: Partial<ImagesSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), replace: true });
  // From there the next and the previous one are those of this list.
  const open = ({ id }: ListedImage) =>
    void navigate({ to: paths.image(id) as '/', search: { ...search, list: true } as never });
  const shown =
    list.data &&
    words.shown(
      count(rows.length),
      total(Math.max(list.data.total, rows.length), list.data.capped),
    );

  return (
    <Page title={words.title} live status={shown}>
      {phone ? null : (
        <FilterBar chips>
          <Filters search={search} set={set} />
        </FilterBar>
      )}
      {list.error && (
        <div className="p-4">
          <Note tone="overdue" title={say(list.error).title} alert>
            {say(list.error).text}
          </Note>
        </div>
      )}
      <DataTable
        label={words.title}
        columns={columnsOfAll}
        rows={rows}
        rowKey={(image) => image.id}
        total={list.data?.total ?? 0}
        waiting={list.isPending}
        onEnd={() => list.hasNextPage && !list.isFetching && list.fetchNextPage()}
        sort={search.sort ?? '-uploaded_at'}
        onSort={(sort) => set({ sort: sort as ImagesSearch['sort'] })}
        onOpen={open}
        empty={
          isFiltered(search) ? (
            <Empty
              action={
                <Button onClick={() => void navigate({ search: {}, replace: true })}>
                  {words.filters.clear}
                </Button>
              }
            >
              {words.empty.filtered}
            </Empty>
          ) : (
            <Empty>{words.empty.none}</Empty>
          )
        }
        card={(image) => <Card image={image} whose />}
      />
    </Page>
  );
}
