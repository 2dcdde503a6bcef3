import { cx } from './cx';

/** How far something is. `tentative` is hatched: there, but not sure yet. */
export function Progress({
  label,
  done,
  tentative = 0,
  of,
  className,
}: {
  label: string;
  done: number;
  tentative?: number;
  of: number;
  className?: string;
}) {
  const share = (part: number) => `${of > 0 ? Math.min(100, (100 * part) / of) : 0}%`;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={of}
      aria-valuenow={done}
      className={cx('flex h-2 overflow-hidden rounded-tag bg-sunk', className)}
    >
      <i className="bg-accent" style={{ width: share(done) }} />
      <i className="ink-unsure [--c:var(--accent)]" style={{ width: share(tentative) }} />
    </div>
  );
}
