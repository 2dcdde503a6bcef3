import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type DragEvent,
  type KeyboardEvent,
  type MouseEvent,
  useCallback,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import type { Panel } from '@/api/panels';
import { cx } from '@/ui/cx';
import { caseWords as words } from '@/words/case';
import type { Bulk } from './bulk';
import { CellView } from './cell-view';
import { DropBar } from './drop-bar';
import { GroupHead, nameOfGroup } from './group-head';
import { AWAITING, BLIND, type Group, OUTSIDE } from './groups';
import { layout, type Part, placesOf, type Row, stepFrom } from './layout';
import { extended, only, type Selection, these, toggled } from './selection';
import type { useSeen } from './use-seen';
import { useWidth } from './use-width';

const GAP = 6;
const HEAD = 36;
const AHEAD = 6;
/** What a drag carries; it means nothing outside of the gallery. */
const KIND = 'application/x-hemaclassify-cells';

export interface GalleryProps {
  panel: Panel;
  groups: readonly Group[];
  size: number;
  selection: Selection;
  onSelect: (selection: Selection) => void;
  bulk: Bulk;
  seeing: ReturnType<typeof useSeen>;
  mayRecord: boolean;
  onConfirm: () => void;
  onMove: (label: string) => void;
  onOpen: (id: string) => void;
  onDragging: (is: boolean) => void;
}

/** The images by class: of any number only those in view are drawn. */
export function Gallery(props: GalleryProps) {
  const { panel, groups, size, selection, onSelect, mayRecord } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const columns = Math.max(1, Math.floor((width - 32 + GAP) / (size + GAP)));
  const rows = useMemo(() => layout(groups, columns), [groups, columns]);
  const places = useMemo(() => placesOf(rows), [rows]);
  const order = useMemo(() => [...places.keys()], [places]);
  const [active, setActive] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [dragging, setDragging] = useState(false);
  const going = useRef<string | null>(null);
  const reachable = active !== null && places.has(active) ? active : order[0];

  const heightOf = (row: Row | undefined) => (row?.kind === 'heads' ? HEAD : size + GAP);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (at) => heightOf(rows[at]),
    getItemKey: (at) => rows[at]?.key ?? at,
    overscan: AHEAD,
    paddingStart: 4,
    paddingEnd: 16,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows have another height with another size.
  useEffect(() => virtual.measure(), [size, rows, virtual]);

  const focus = (id: string) => {
    going.current = id;
    setActive(id);
    const row = places.get(id)?.row;
    if (row !== undefined) virtual.scrollToIndex(row);
    scroller.current?.querySelector<HTMLElement>(`[data-image="${id}"]`)?.focus();
  };
  const goTo = (event: KeyboardEvent, id: string | null | undefined) => {
    event.preventDefault();
    if (!id) return;
    if (event.shiftKey) {
      const from = selection.anchor === null && reachable ? only(reachable) : selection;
      onSelect(extended(from, id, order));
    }
    focus(id);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const id = cellAt(event.target);
    const place = id === null ? undefined : places.get(id);
    if (id === null || !place || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = order.indexOf(id);
    if (event.key === 'ArrowRight') goTo(event, order[at + 1]);
    else if (event.key === 'ArrowLeft') goTo(event, order[at - 1]);
    else if (event.key === 'ArrowDown') goTo(event, stepFrom(rows, place, 'down'));
    else if (event.key === 'ArrowUp') goTo(event, stepFrom(rows, place, 'up'));
    else if (event.key === 'Home') goTo(event, order[0]);
    else if (event.key === 'End') goTo(event, order.at(-1));
    else if (event.key === ' ') {
      event.preventDefault();
      onSelect(toggled(selection, id));
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      props.onOpen(id);
    }
  };
  const onClick = (event: MouseEvent) => {
    const id = cellAt(event.target);
    if (id === null) return;
    setActive(id);
    if (event.shiftKey) onSelect(extended(selection, id, order));
    else if (event.ctrlKey || event.metaKey) onSelect(toggled(selection, id));
    else onSelect(selection.ids.size === 1 && selection.ids.has(id) ? these([]) : only(id));
  };
  const onContextMenu = (event: MouseEvent) => {
    const id = cellAt(event.target);
    if (id !== null && !selection.ids.has(id)) onSelect(only(id));
  };

  const drag = (is: boolean) => {
    setDragging(is);
    setOver(null);
    props.onDragging(is);
  };
  const onDragStart = (event: DragEvent) => {
    const id = cellAt(event.target);
    if (id === null) return;
    if (!selection.ids.has(id)) onSelect(only(id));
    event.dataTransfer.setData(KIND, id);
    event.dataTransfer.effectAllowed = 'move';
    drag(true);
  };
  const targetOf = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes(KIND)) return null;
    const group = (event.target as Element).closest('[data-group]')?.getAttribute('data-group');
    return group && ![OUTSIDE, AWAITING, BLIND].includes(group) ? group : null;
  };
  const onDragOver = (event: DragEvent) => {
    const group = targetOf(event);
    setOver(group);
    if (group !== null) event.preventDefault();
  };
  const onDrop = (event: DragEvent) => {
    const group = targetOf(event);
    drag(false);
    if (group === null) return;
    event.preventDefault();
    props.onMove(group);
  };

  const { watch } = props.seeing;
  // The same function for every cell, so that none is drawn anew without need.
  const attach = useCallback(
    (element: HTMLDivElement | null) => {
      if (element && going.current === element.dataset.image) {
        going.current = null;
        element.focus({ preventScroll: true });
      }
      return watch(element);
    },
    [watch],
  );

  const cell = (part: Part, at: number) => {
    const one = part.cells[at];
    if (!one) return null;
    return (
      <CellView
        key={one.id}
        ref={attach}
        cell={one}
        name={nameOfGroup(part.group)}
        code={part.group.label?.code}
        size={size}
        close={panel.unit === 'cell'}
        column={part.from + at}
        selected={selection.ids.has(one.id)}
        reachable={one.id === reachable}
        draggable={mayRecord}
        onLoaded={props.seeing.loaded}
      />
    );
  };

  return (
    <div
      className="relative flex min-h-0 min-w-0 grow flex-col"
      onDragStart={onDragStart}
      onDragOver={onDragOver}
      onDrop={onDrop}
      onDragEnd={() => drag(false)}
    >
      {dragging && <DropBar panel={panel} over={over} />}
      <div
        ref={scroller}
        className="min-h-0 grow overflow-auto px-4 max-rail:px-3"
        data-scroller=""
        data-gallery=""
      >
        <div
          role="grid"
          aria-label={words.gallery.label}
          aria-multiselectable="true"
          aria-rowcount={rows.length}
          aria-colcount={columns}
          className="relative"
          style={{ height: virtual.getTotalSize() }}
          onKeyDown={onKeyDown}
          onClick={onClick}
          onContextMenu={onContextMenu}
        >
          {virtual.getVirtualItems().map(({ index, start, key }) => {
            const row = rows[index];
            if (!row) return null;
            return (
              <div
                key={key}
                role="row"
                tabIndex={-1}
                aria-rowindex={index + 1}
                className="absolute inset-x-0 top-0 flex"
                style={{ transform: `translateY(${start}px)`, height: heightOf(row) }}
              >
                {row.parts.map((part, place) => (
                  <div
                    key={part.group.id}
                    role="presentation"
                    data-group={part.group.id}
                    className={cx(
                      'flex min-w-0',
                      place === 0 ? 'flex-none' : 'grow',
                      over === part.group.id && 'rounded-box bg-accent-soft',
                    )}
                    style={{
                      gap: GAP,
                      width: widthOf(row, place, size),
                      paddingRight: row.parts.length > 1 && place === 0 ? 24 : 0,
                    }}
                  >
                    {row.kind === 'heads' ? (
                      <div role="rowheader" tabIndex={-1} className="min-w-0 grow">
                        <GroupHead
                          panel={panel}
                          group={part.group}
                          bulk={
                            part.group.cells.some(({ id }) => selection.ids.has(id))
                              ? props.bulk
                              : null
                          }
                          seen={props.seeing.seen}
                          mayRecord={mayRecord}
                          onConfirm={props.onConfirm}
                          onSelect={(ids) => onSelect(these(ids))}
                        />
                      </div>
                    ) : (
                      part.cells.map((_, at) => cell(part, at))
                    )}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

const cellAt = (target: EventTarget): string | null =>
  target instanceof Element
    ? (target.closest('[data-image]')?.getAttribute('data-image') ?? null)
    : null;

/** The left half ends where the right one's first column begins. */
function widthOf(row: Row, place: number, size: number): number | string | undefined {
  const second = row.parts[1];
  if (!second) return '100%';
  return place === 0 ? second.from * (size + GAP) : undefined;
}
