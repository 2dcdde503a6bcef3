import { Command } from 'cmdk';
import { Popover } from 'radix-ui';
import { type ReactNode, useState } from 'react';
import { cx } from './cx';
import { Icon } from './icon';

interface FilterChipProps<T extends string> {
  /** What is filtered by. */
  label: string;
  value: T | undefined;
  options: readonly { value: T; label: string; before?: ReactNode }[];
  onChange: (value: T | undefined) => void;
  /** The words of the line that takes the filter away. */
  any: string;
}

/** One filter: closed it says what it lets through, open it lists what it could. */
export function FilterChip<T extends string>({
  label,
  value,
  options,
  onChange,
  any,
}: FilterChipProps<T>) {
  const [open, setOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const choose = (next: T | undefined) => {
    onChange(next);
    setOpen(false);
  };
  const line =
    'flex h-[30px] items-center gap-2 rounded-tag px-2 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent max-rail:h-11';
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger
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
          <Command label={label}>
            <Command.Input
              placeholder={label}
              className="mb-1 h-[30px] w-full rounded-tag border border-control bg-panel px-2"
            />
            <Command.List className="max-h-[300px] overflow-auto">
              {chosen && (
                <Command.Item value={any} onSelect={() => choose(undefined)} className={line}>
                  <Icon name="close" size={14} />
                  {any}
                </Command.Item>
              )}
              {options.map((option) => (
                <Command.Item
                  key={option.value}
                  value={`${option.label} ${option.value}`}
                  onSelect={() => choose(option.value)}
                  className={line}
                >
                  <Icon
                    name="tick"
                    size={14}
                    className={cx(option.value !== value && 'invisible')}
                  />
                  {option.before}
                  {option.label}
                </Command.Item>
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
