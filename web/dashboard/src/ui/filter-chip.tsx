import { type ComponentProps, lazy, type ReactNode, Suspense, useState } from 'react';
import { cx } from './cx';
import { Icon } from './icon';

export interface FilterOption<T extends string> {
  value: T;
  label: string;
  /** Drawn before the label, such as a class's swatch. */
  before?: ReactNode;
}

export interface FilterChipProps<T extends string> {
  /** What is filtered by. */
  label: string;
  value: T | undefined;
  options: readonly FilterOption<T>[];
  onChange: (value: T | undefined) => void;
  /** The words of the line that takes the filter away. */
  any: string;
}

const load = () => import('./open-filter');
// The list, its search and what places it are read when a chip is first reached for.
const OpenFilter = lazy(async () => ({ default: (await load()).OpenFilter }));

/** One filter: closed it says what it lets through, open it lists what it could. */
export function FilterChip<T extends string>(props: FilterChipProps<T>) {
  const [wanted, setWanted] = useState(false);
  const { label, value, options } = props;
  const chosen = options.find((option) => option.value === value);
  const chip = (more?: ComponentProps<'button'>) => (
    <button
      type="button"
      {...more}
      className={cx(
        'inline-flex h-[26px] flex-none items-center gap-1.5 rounded-box border px-2 text-small whitespace-nowrap max-rail:h-11',
        chosen
          ? 'border-accent-line bg-accent-soft text-accent'
          : 'border-line-strong text-ink-2 hover:bg-hover',
      )}
    >
      {chosen ? `${label}: ${chosen.label}` : label}
      <Icon name="down" size={12} />
    </button>
  );
  const closed = chip({
    'aria-haspopup': 'dialog',
    'aria-expanded': false,
    onPointerEnter: load,
    onFocus: load,
    onClick: () => setWanted(true),
  });
  return (
    <Suspense fallback={closed}>
      {wanted ? (
        <OpenFilter {...props} onChange={(next) => props.onChange(next as T | undefined)}>
          {chip()}
        </OpenFilter>
      ) : (
        closed
      )}
    </Suspense>
  );
}
