import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { cx } from '@/ui/cx';
import { historyWords as words } from '@/words/history';
import { atSecond, when } from '@/words/time';
import { type Moment, nearest, placesOf } from './moments';

interface TrackProps {
  moments: readonly Moment[];
  /** Which event is the last that counts; the last of all with `now` is as it is now. */
  index: number;
  isNow: boolean;
  onIndex: (index: number | null) => void;
}

const PAGE = 10;
/** More ticks than this cannot be told apart. */
const TICKS = 240;

/** All moments on one line: what counts is filled, what came later is hatched. */
export function Track({ moments, index, isNow, onIndex }: TrackProps) {
  const track = useRef<HTMLDivElement>(null);
  const places = placesOf(moments, Date.now());
  const at = isNow ? 1 : (places[index] ?? 0);
  const current = moments[index];
  const ticks = [...new Set(places.map((place) => Math.round(place * TICKS)))];

  const follow = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect();
    if (box) onIndex(nearest(places, (event.clientX - box.left) / box.width));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const from = isNow ? moments.length : index;
    const to: Record<string, number> = {
      ArrowLeft: from - 1,
      ArrowDown: from - 1,
      ArrowRight: from + 1,
      ArrowUp: from + 1,
      PageDown: from - PAGE,
      PageUp: from + PAGE,
      Home: 0,
      End: moments.length,
    };
    const next = to[event.key];
    if (next === undefined || event.ctrlKey || event.altKey) return;
    event.preventDefault();
    onIndex(next >= moments.length ? null : Math.max(0, next));
  };
  return (
    <div className="pt-2" title={words.pauses}>
      <div
        ref={track}
        role="slider"
        tabIndex={0}
        aria-label={words.slider}
        aria-valuemin={0}
        aria-valuemax={moments.length}
        aria-valuenow={isNow ? moments.length : index}
        aria-valuetext={
          isNow || !current ? words.now : `${when(current.at)} ${atSecond(current.at)}`
        }
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) =>
          event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)
        }
        className="relative mx-2 h-6 touch-none rounded-tag"
      >
        <span className="absolute inset-x-0 top-[10px] h-1 bg-[repeating-linear-gradient(135deg,var(--line-strong)_0_1px,transparent_1px_5px)]" />
        <span
          className="absolute top-[10px] left-0 h-1 rounded-full bg-accent"
          style={{ width: `${at * 100}%` }}
        />
        {ticks.map((tick) => (
          <i
            key={tick}
            className={cx(
              'absolute top-[5px] h-[14px] w-0.5 rounded-full shadow-[0_0_0_1px_var(--canvas)]',
              tick / TICKS <= at ? 'bg-accent' : 'bg-control',
            )}
            style={{ left: `${(100 * tick) / TICKS}%` }}
          />
        ))}
        <b
          className="absolute top-[3px] -ml-[9px] size-[18px] rounded-full border-2 border-accent bg-panel"
          style={{ left: `${at * 100}%` }}
        />
      </div>
      <div className="relative mx-2 flex h-4 justify-between text-small text-ink-3">
        <span>{moments[0] && when(moments[0].at)}</span>
        {!isNow && current && at > 0.12 && at < 0.9 && (
          <span className="absolute -translate-x-1/2" style={{ left: `${at * 100}%` }}>
            {atSecond(current.at)}
          </span>
        )}
        <span>{words.now.toLowerCase()}</span>
      </div>
    </div>
  );
}
