import type { CSSProperties } from 'react';
import { cx } from '@/ui/cx';
import type { Certainty } from './certainty';

/** The token of each class's colour, by the code that stands beside it. */
const COLOURS: Record<string, string> = {
  NEU: '--neu',
  LYM: '--lym',
  MON: '--mon',
  EOS: '--eos',
  BAS: '--bas',
  IG: '--ig',
  NRBC: '--ery',
  PLT: '--plt',
  NOR: '--nor',
  IDA: '--ida',
  TMI: '--tmi',
  TMA: '--tma',
  ALL: '--all',
  APL: '--apl',
  CML: '--cml',
};

/** A class's colour for `--c`; classes without one have no hue. */
export const colourOf = (code: string | undefined): string =>
  `var(${(code && COLOURS[code]) || '--ink-3'})`;

export const inkOf = (certainty: Certainty): string =>
  ({ sure: 'ink-sure', unsure: 'ink-unsure', outside: 'ink-outside' })[certainty];

/** A class's colour in a small square, in the ink of its certainty. A name or code stands beside it. */
export function ClassSwatch({
  code,
  ink = 'sure',
  size = 10,
}: {
  code: string | undefined;
  ink?: Certainty;
  size?: number;
}) {
  const style = { '--c': colourOf(code), width: size, height: size } as CSSProperties;
  return (
    <span
      aria-hidden="true"
      style={style}
      className={cx('inline-block flex-none rounded-[2px]', inkOf(ink))}
    />
  );
}
