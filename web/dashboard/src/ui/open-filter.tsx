import { Popover } from 'radix-ui';
import { type ReactElement, useState } from 'react';
import type { FilterChipProps } from './filter-chip';
import { FilterOptions } from './filter-options';

interface OpenFilterProps extends FilterChipProps<string> {
  /** The chip, which opens it again. */
  children: ReactElement;
}

/** A filter that has been asked for. */
export function OpenFilter({ label, value, options, onChange, any, children }: OpenFilterProps) {
  const [open, setOpen] = useState(true);
  const choose = (next: string | undefined) => {
    onChange(next);
    setOpen(false);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>{children}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          className="z-50 w-[248px] rounded-box bg-raised p-1 shadow-float"
        >
          <FilterOptions
            label={label}
            value={value}
            options={options}
            any={any}
            onChoose={choose}
          />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
