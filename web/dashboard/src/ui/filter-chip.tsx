import { Popover } from 'radix-ui';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { cx } from './cx';
import { Icon } from './icon';

export interface FilterOption<T extends string> {
  value: T;
  label: string;
  /** Drawn before the label, such as a class's swatch. */
  before?: ReactNode;
}

interface FilterChipProps<T extends string> {
  /** What is filtered by. */
  label: string;
  value: T | undefined;
  options: readonly FilterOption<T>[];
  onChange: (value: T | undefined) => void;
  /** The words of the line that takes the filter away. */
  any: string;
}

const load = () => import('./filter-options');
// The list and its search are read when a chip is first reached for.
const FilterOptions = lazy(async () => ({ default: (await load()).FilterOptions }));

/** One filter: closed it says what it lets through, open it lists what it could. */
export function FilterChip<T extends string>(props: FilterChipProps<T>) {
  const { label, value, options, onChange, any } = props;
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const choose = (next: string | undefined) => {
    onChange(next as T | undefined);
    setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
        onPointerEnter={load}
        onFocus={load}
        className={cx(
          'inline-flex h-[26px] flex-none items-center gap-1.5 rounded-box border px-2 text-small whitespace-nowrap max-rail:h-11',
          chosen
            ? 'border-accent-line bg-accent-soft text-accent'
            : 'border-line-strong text-ink-2 hover:bg-hover',
        )}
      >
        {chosen ? `${label}: ${chosen.label}` : label}
        <Icon name="down" size={12} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-50 w-[248px] rounded-box bg-raised p-1 shadow-float"
        >
          <Suspense>
            <FilterOptions
              label={label}
              value={value}
              options={options}
              any={any}
              onChoose={choose}
            />
          </Suspense>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
