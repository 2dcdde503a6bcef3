import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import type { Entry } from '@/api/history';
import { EventRow } from './event-row';

const ROW = 54;

interface TimelineProps {
  label: string;
  /** Newest first. */
  entries: readonly Entry[];
  /** The last event that counts. */
  current: Entry | undefined;
  files: ReadonlyMap<string, string>;
  /** The position of the event that is shown raw. */
  raw: number | null;
  onRaw: (position: number) => void;
  onGo: (position: number) => void;
}

/** What happened, newest first; what came after the moment looked at is hatched. */
export function Timeline({ label, entries, current, files, raw, onRaw, onGo }: TimelineProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => entries[index]?.position ?? index,
    overscan: 12,
  });
  const at = entries.findIndex(({ position }) => position === current?.position);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  return (
    <div ref={scroller} className="min-h-0 grow overflow-y-auto" data-scroller="">
      <ol aria-label={label} className="relative" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start, key }) => {
          const entry = entries[index];
          if (!entry) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${start}px)` }}
            >
              <EventRow
                entry={entry}
                files={files}
                current={entry.position === current?.position}
                future={current !== undefined && entry.position > current.position}
                raw={raw === entry.position}
                onRaw={() => onRaw(entry.position)}
                onGo={() => onGo(entry.position)}
              />
            </li>
          );
        })}
      </ol>
    </div>
  );
}
