import { ToggleGroup } from 'radix-ui';
import { count } from '@/words/numbers';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; count?: number }[];
  onChange: (value: T) => void;
}

/** One of a few, side by side. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<T>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(next) => next && onChange(next as T)}
      className="inline-flex flex-none self-start overflow-hidden rounded-box border border-line-strong max-rail:flex max-rail:w-full"
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          className="h-7 border-l border-line px-[9px] text-small whitespace-nowrap text-ink-2 -outline-offset-2 first:border-0 hover:bg-hover data-[state=on]:bg-accent-soft data-[state=on]:font-semibold data-[state=on]:text-accent max-rail:h-11 max-rail:grow max-rail:px-1"
        >
          {option.label}
          {option.count !== undefined && ` ${count(option.count)}`}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
