import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { paths } from '@/paths';
import { Button, IconButton } from '@/ui/button';
import { type Column, DataTable } from '@/ui/data-table';
import { Empty } from '@/ui/empty';
import { Icon } from '@/ui/icon';
import { Segmented } from '@/ui/segmented';
import { bytes } from '@/words/bytes';
import { uploadWords } from '@/words/upload';
import { Card } from './card';
import type { Figures } from './figures';
import { FileState } from './file-state';
import { Preview } from './preview';
import { type Queue, type QueuedFile, removed } from './queue';
import { change } from './runner';

const words = uploadWords.list;
type Shown = 'all' | 'open' | 'done';

const IS_SHOWN: Record<Shown, (file: QueuedFile) => boolean> = {
  all: () => true,
  open: ({ state }) => state === 'sending' || state === 'waiting',
  done: ({ state }) => state === 'stored' || state === 'duplicate',
};

/** Every file of the queue with how far it is. */
export function FilesCard({ queue, figures }: { queue: Queue; figures: Figures }) {
  const navigate = useNavigate();
  const [shown, setShown] = useState<Shown>('all');
  const rows = useMemo(() => queue.files.filter(IS_SHOWN[shown]), [queue.files, shown]);
  return (
    <Card
      title={words.title}
      className="min-h-0 min-w-0 overflow-hidden"
      actions={
        <Segmented
          label={words.title}
          value={shown}
          onChange={setShown}
          options={[
            { value: 'all', label: words.all, count: figures.all },
            { value: 'open', label: words.open, count: figures.sending + figures.waiting },
            { value: 'done', label: words.done, count: figures.stored + figures.duplicate },
          ]}
        />
      }
    >
      <DataTable
        label={words.title}
        columns={COLUMNS}
        rows={rows}
        rowKey={({ id }) => id}
        total={rows.length}
        rowHeight={36}
        onOpen={({ imageId }) => imageId && void navigate({ to: paths.image(imageId) })}
        empty={
          shown === 'all' ? (
            <Empty>{words.empty}</Empty>
          ) : (
            <Empty action={<Button onClick={() => setShown('all')}>{words.showAll}</Button>}>
              {words.emptyFilter}
            </Empty>
          )
        }
        card={(file) => (
          <div className="flex items-center gap-3">
            <Preview file={file} size={42} />
            <div className="min-w-0">
              <div className="truncate font-semibold">{file.name}</div>
              <FileState file={file} />
            </div>
          </div>
        )}
      />
    </Card>
  );
}

const COLUMNS: readonly Column<QueuedFile>[] = [
  {
    id: 'picture',
    header: words.columns.picture,
    quiet: true,
    width: 52,
    cell: (file) => <Preview file={file} />,
  },
  {
    id: 'file',
    header: words.columns.file,
    cell: ({ name }) => <span title={name}>{name}</span>,
  },
  {
    id: 'size',
    header: words.columns.size,
    width: 84,
    numeric: true,
    cell: ({ size }) => <span className="text-ink-3">{bytes(size)}</span>,
  },
  {
    id: 'state',
    header: words.columns.state,
    width: 330,
    cell: (file) => <FileState file={file} />,
  },
  {
    id: 'end',
    header: words.columns.end,
    quiet: true,
    width: 50,
    numeric: true,
    cell: (file) => <End file={file} />,
  },
];

function End({ file }: { file: QueuedFile }) {
  if (file.state === 'stored') return <Icon name="tick" className="inline text-ink-2" />;
  if (file.state === 'refused' || file.state === 'failed')
    return <Icon name="triangle" className="inline text-overdue" />;
  if (file.state !== 'waiting') return null;
  return (
    <IconButton
      icon="close"
      small
      label={words.remove(file.name)}
      onClick={() => change((now) => removed(now, file.id))}
    />
  );
}
