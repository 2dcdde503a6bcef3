import type { CSSProperties } from 'react';
import { cx } from '@/ui/cx';
import type { Certainty } from './certainty';
import { colourOf } from './class-swatch';

const INKS: Record<Certainty, string> = {
  sure: 'bg-(--c)',
  unsure:
    'bg-[repeating-linear-gradient(135deg,var(--c)_0_3px,color-mix(in_srgb,var(--c)_28%,transparent)_3px_6px)] shadow-[inset_0_0_0_1px_var(--c)]',
  outside: 'border border-dashed border-outside',
};

/** A probability as a bar. The number beside it carries the meaning. */
export function ProbabilityBar({
  p,
  code,
  ink = 'sure',
  thin,
}: {
  p: number;
  code: string | undefined;
  ink?: Certainty;
  thin?: boolean;
}) {
  return (
    <span
      aria-hidden="true"
      style={{ '--c': colourOf(code) } as CSSProperties}
      className={cx('relative block overflow-hidden rounded-[2px] bg-sunk', thin ? 'h-1' : 'h-2')}
    >
      <i
        className={cx('absolute inset-y-0 left-0 rounded-[2px]', INKS[ink])}
        style={{ width: `${100 * p}%` }}
      />
    </span>
  );
}
