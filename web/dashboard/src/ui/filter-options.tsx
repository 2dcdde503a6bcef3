import { Command } from 'cmdk';
import { cx } from './cx';
import type { FilterOption } from './filter-chip';
import { Icon } from './icon';

interface FilterOptionsProps<T extends string> {
  label: string;
  value: T | undefined;
  options: readonly FilterOption<T>[];
  any: string;
  onChoose: (value: T | undefined) => void;
}

const line =
  'flex h-[30px] items-center gap-2 rounded-tag px-2 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent max-rail:h-11';

/** What a filter could let through, found by typing. */
export function FilterOptions<T extends string>({
  label,
  value,
  options,
  any,
  onChoose,
}: FilterOptionsProps<T>) {
  return (
    <Command label={label}>
      <Command.Input
        autoFocus
        placeholder={label}
        className="mb-1 h-[30px] w-full rounded-tag border border-control bg-panel px-2"
      />
      <Command.List className="max-h-[300px] overflow-auto">
        {value !== undefined && (
          <Command.Item value={any} onSelect={() => onChoose(undefined)} className={line}>
            <Icon name="close" size={14} />
            {any}
          </Command.Item>
        )}
        {options.map((option) => (
          <Command.Item
            key={option.value}
            value={`${option.label} ${option.value}`}
            onSelect={() => onChoose(option.value)}
            className={line}
          >
            <Icon name="tick" size={14} className={cx(option.value !== value && 'invisible')} />
            {option.before}
            {option.label}
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
