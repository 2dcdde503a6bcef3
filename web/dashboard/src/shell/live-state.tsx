import { connection } from '@/api/connection';
import { useLiveState } from '@/api/live';
import { useStore } from '@/store';
import { cx } from '@/ui/cx';
import { shell } from '@/words/shell';
import { atSecond } from '@/words/time';

/** Whether what is shown follows what happens; a filled dot, or a hollow one. */
export function LiveState() {
  const live = useLiveState();
  // A stream may seem open for a while after the connection is gone.
  const lost = useStore(connection).lostAt !== null;
  const open = lost ? false : live.open;
  return (
    <span className="inline-flex items-center gap-1.5 text-small whitespace-nowrap text-ink-3">
      <i
        aria-hidden="true"
        className={cx('size-[7px] rounded-full', open ? 'bg-verified' : 'border border-ink-3')}
      />
      {words(open, live.at)}
    </span>
  );
}

function words(open: boolean | null, at: number | null): string {
  if (open === null) return shell.connecting;
  return open ? shell.live(at === null ? null : atSecond(at)) : shell.notLive;
}
