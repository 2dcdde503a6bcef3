import { Button } from '@/ui/button';
import { historyWords as words } from '@/words/history';
import { count } from '@/words/numbers';
import { atSecond, when } from '@/words/time';
import type { Moment } from './moments';
import { Track } from './track';

interface AsOfBarProps {
  moments: readonly Moment[];
  index: number;
  isNow: boolean;
  onIndex: (index: number | null) => void;
  onStep: (by: number) => void;
}

/** Says at which moment things are looked at, and moves it. */
export function AsOfBar({ moments, index, isNow, onIndex, onStep }: AsOfBarProps) {
  const current = moments[index];
  const later = moments.length - 1 - index;
  const time = current && (isToday(current.at) ? atSecond(current.at) : when(current.at));
  return (
    <section
      aria-label={words.slider}
      className="flex-none border-b border-line bg-canvas px-4 pt-3 pb-2"
    >
      <div className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <h2>{isNow || !time ? words.nowTitle : words.asOf(time)}</h2>
        <span role="status" className="text-small text-ink-3">
          {isNow || !current
            ? words.allCount(count(moments.length))
            : words.notCounted(count(current.position), count(later), later === 1)}
        </span>
        <span className="ml-auto flex gap-2">
          <Button small keys="[" disabled={index <= 0 && !isNow} onClick={() => onStep(-1)}>
            {words.earlier}
          </Button>
          <Button small keys="]" disabled={isNow} onClick={() => onStep(1)}>
            {words.later}
          </Button>
          <Button small keys="." disabled={isNow} onClick={() => onIndex(null)}>
            {words.now}
          </Button>
        </span>
      </div>
      <Track moments={moments} index={index} isNow={isNow} onIndex={onIndex} />
    </section>
  );
}

const isToday = (at: string) => new Date(at).toDateString() === new Date().toDateString();
