import { useLiveState } from '@/api/live';
import { cx } from '@/ui/cx';
import { shell } from '@/words/shell';
import { atSecond } from '@/words/time';

/** Whether what is shown follows what happens; a filled dot, or a hollow one. */
export function LiveState() {
  const { open, at } = useLiveState();
  return (
    <span className="inline-flex items-center gap-1.5 text-small whitespace-nowrap text-ink-3">
      <i
        aria-hidden="true"
        className={cx('size-[7px] rounded-full', open ? 'bg-verified' : 'border border-ink-3')}
      />
      {words(open, at)}
    </span>
  );
}

function words(open: boolean | null, at: number | null): string {
  if (open === null) return shell.connecting;
  return open ? shell.live(at === null ? null : atSecond(at)) : shell.notLive;
}
