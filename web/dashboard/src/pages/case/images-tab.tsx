import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import type { Case } from '@/api/cases';
import type { Image } from '@/api/images';
import type { Panel } from '@/api/panels';
import { useRole } from '@/api/session';
import { paths } from '@/paths';
import { Button, buttonLook } from '@/ui/button';
import { Empty } from '@/ui/empty';
import { usePhone } from '@/ui/media';
import { PointerMenu } from '@/ui/pointer-menu';
import { DrawerButton, SidePanel } from '@/ui/side-panel';
import { toast } from '@/ui/toast-store';
import { useDrawer } from '@/ui/use-drawer';
import { caseWords } from '@/words/case';
import { count } from '@/words/numbers';
import { bulkOf } from './bulk';
import { differentialOf } from './differential';
import { DifferentialPanel, type Target } from './differential-panel';
import { Gallery } from './gallery';
import { GalleryBar, LARGEST, SMALLEST } from './gallery-bar';
import { cellOf, groupsOf, isDoubtful, isOpen } from './groups';
import { ImageDialogs, type ImageTask } from './image-dialogs';
import { MoveDialog } from './move-dialog';
import { menuOf } from './move-menu';
import type { CaseSearch } from './search';
import { NONE, within } from './selection';
import { useGalleryKeys } from './use-gallery-keys';
import { useKept } from './use-kept';
import { usePlaced } from './use-placed';
import { useRecording } from './use-recording';
import { useSeen } from './use-seen';

interface ImagesTabProps {
  one: Case;
  images: readonly Image[];
  /** The panels that the case has images of. */
  panels: readonly Panel[];
  panel: Panel;
  search: CaseSearch;
  onSearch: (change: Partial<CaseSearch>) => void;
  /** While cells are chosen or dragged nothing moves by itself. */
  onBusy: (busy: boolean) => void;
  /** Changes that wait for that. */
  waiting: number;
  onTake: () => void;
}

/** The images of a panel by class, and for single cells the differential beside them. */
export function ImagesTab(props: ImagesTabProps) {
  const { one, images, panel, search, onBusy } = props;
  const navigate = useNavigate();
  const phone = usePhone();
  const reads = useRole('hematologist');
  const mayRecord = reads && !phone;
  const mayManage = useRole('technologist');
  const mayUpload = mayManage && !one.withdrawn;
  const [size, setSize] = useKept('hema.gallery.size', 82, SMALLEST, LARGEST);
  const [target, setTarget] = useKept('hema.gallery.target', 100, 100, 200);
  const [selection, setSelection] = useState(NONE);
  const [dragging, setDragging] = useState(false);
  const drawer = useDrawer('differential');
  const [task, setTask] = useState<ImageTask | null>(null);

  const [placed, forget] = usePlaced(images);
  const cells = useMemo(
    () => images.filter((image) => image.panel === panel.id).map((image) => cellOf(image, placed)),
    [images, panel.id, placed],
  );
  const doubtful = useMemo(() => cells.filter(isDoubtful).length, [cells]);
  const unread = useMemo(() => cells.filter(isOpen).length, [cells]);
  const all = useMemo(() => groupsOf(cells, panel.labels), [cells, panel.labels]);
  const shown = useMemo(() => {
    const looks = { unsure: isDoubtful, open: isOpen };
    const fits = search.look ? looks[search.look] : () => true;
    const left = cells.filter((cell) => fits(cell) && (search.group ?? cell.group) === cell.group);
    return groupsOf(left, panel.labels);
  }, [cells, panel.labels, search.look, search.group]);
  const order = useMemo(() => shown.flatMap((group) => group.cells.map(({ id }) => id)), [shown]);
  const chosen = useMemo(() => within(selection, order), [selection, order]);
  const chosenCells = useMemo(() => cells.filter(({ id }) => chosen.ids.has(id)), [cells, chosen]);

  const seeing = useSeen(`${one.id} ${panel.id}`);
  const bulk = useMemo(
    () => bulkOf(panel, all, chosen.ids, seeing.seen),
    [panel, all, chosen, seeing.seen],
  );
  const recording = useRecording(panel, forget);
  const busy = chosen.ids.size > 0 || dragging;
  useEffect(() => onBusy(busy), [busy, onBusy]);

  const move = (label: string) => {
    recording.move(chosenCells, label);
    setSelection(NONE);
  };
  const confirm = () => {
    const [first] = bulk.cells;
    if (bulk.hindrance !== null || !first)
      return void toast({ title: caseWords.hindrances[bulk.hindrance ?? 'nothing'] });
    recording.confirm(bulk.cells, first.group);
    setSelection(NONE);
  };
  const open = (id: string) => void navigate({ to: paths.image(id) });
  const first = (cells.find(isOpen) ?? cells[0])?.id;
  useGalleryKeys({
    panel,
    mayRecord,
    selected: chosen.ids.size,
    waiting: props.waiting,
    onMove: move,
    onConfirm: confirm,
    onUndo: recording.undo,
    onReview: () => first && open(first),
    onNone: () => setSelection(NONE),
    onTake: props.onTake,
  });

  const differential = useMemo(() => differentialOf(cells, panel.labels), [cells, panel.labels]);
  const counts = panel.unit === 'cell';
  const items = menuOf({
    panel,
    cells: chosenCells,
    mayRecord,
    mayManage,
    onMove: move,
    onOpen: open,
    onTask: setTask,
  });
  return (
    <>
      <GalleryBar
        panels={props.panels}
        panel={panel}
        groups={all}
        search={search}
        onSearch={props.onSearch}
        doubtful={doubtful}
        open={unread}
        size={size}
        onSize={setSize}
        first={first}
      >
        {props.waiting > 0 && (
          <Button small keys="r" onClick={props.onTake}>
            {caseWords.gallery.waiting(props.waiting)}
          </Button>
        )}
        {mayUpload && cells.length > 0 && !phone && (
          <Link
            to={paths.upload}
            search={{ case: one.id } as never}
            className={buttonLook('plain')}
          >
            {caseWords.gallery.upload}
          </Link>
        )}
        {counts && cells.length > 0 && (
          <DrawerButton drawer={drawer}>{caseWords.differential.open}</DrawerButton>
        )}
      </GalleryBar>
      {phone && reads && (
        <p className="border-b border-line px-3 py-2 text-small text-ink-3">
          {caseWords.gallery.phone}
        </p>
      )}
      <div className="relative flex min-h-0 grow">
        {cells.length === 0 ? (
          <NoImages one={one} mayUpload={mayUpload} />
        ) : order.length === 0 ? (
          <Empty
            action={
              <Button onClick={() => props.onSearch({ group: undefined, look: undefined })}>
                {caseWords.gallery.clear}
              </Button>
            }
          >
            {caseWords.gallery.noMatch(count(cells.length))}
          </Empty>
        ) : (
          <PointerMenu items={items} label={caseWords.imageMenu.label}>
            <div className="flex min-h-0 min-w-0 grow">
              <Gallery
                panel={panel}
                groups={shown}
                size={size}
                selection={chosen}
                onSelect={setSelection}
                bulk={bulk}
                seeing={seeing}
                mayRecord={mayRecord}
                onConfirm={confirm}
                onMove={move}
                onOpen={open}
                onDragging={setDragging}
              />
            </div>
          </PointerMenu>
        )}
        {counts && cells.length > 0 && (
          <SidePanel
            drawer={drawer}
            over
            label={caseWords.differential.title}
            className="w-[332px] gap-3 p-4"
          >
            <DifferentialPanel
              differential={differential}
              target={String(target) as Target}
              onTarget={(next) => setTarget(Number(next))}
            />
          </SidePanel>
        )}
      </div>
      {recording.asking && (
        <MoveDialog
          move={recording.asking}
          name={recording.nameOf(recording.asking.label)}
          unit={panel.unit}
          onRecord={(more) => recording.asking && recording.record(recording.asking, more)}
          onClose={recording.stopAsking}
        />
      )}
      <ImageDialogs task={task} onClose={() => setTask(null)} onDone={() => setSelection(NONE)} />
    </>
  );
}

function NoImages({ one, mayUpload }: { one: Case; mayUpload: boolean }) {
  const words = caseWords.gallery;
  if (one.withdrawn) return <Empty>{words.noneWithdrawn}</Empty>;
  return (
    <Empty
      action={
        mayUpload && (
          <Link
            to={paths.upload}
            search={{ case: one.id } as never}
            className={buttonLook('primary')}
          >
            {words.upload}
          </Link>
        )
      }
    >
      {mayUpload ? words.none : words.noneOther}
    </Empty>
  );
}
