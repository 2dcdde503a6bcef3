import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { imagesQuery } from '@/api/images';
import { Card, columnsOfPatient } from '@/pages/images/columns';
import { paths } from '@/paths';
import { DataTable } from '@/ui/data-table';
import { Empty } from '@/ui/empty';
import { onePatientWords as words } from '@/words/patients';

/** Every image of a patient, the newest first. */
export function PatientImages({ id }: { id: string }) {
  const navigate = useNavigate();
  const list = useInfiniteQuery(imagesQuery({ patient: id, sort: '-uploaded_at' }));
  return (
    <DataTable
      label={words.tabs.images}
      columns={columnsOfPatient}
      rows={list.data?.rows ?? []}
      rowKey={(image) => image.id}
      total={list.data?.total ?? 0}
      waiting={list.isPending}
      onEnd={() => list.hasNextPage && !list.isFetching && list.fetchNextPage()}
      onOpen={(image) => void navigate({ to: paths.image(image.id) })}
      empty={<Empty>{words.noImage}</Empty>}
      card={(image) => <Card image={image} whose={false} />}
    />
  );
}
