import { type KeyboardEvent, useRef } from 'react';
import { count } from '@/words/numbers';

interface SegmentedProps<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; count?: number }[];
  onChange: (value: T) => void;
}

const STEPS: Record<string, number> = { ArrowRight: 1, ArrowLeft: -1 };

/** One of a few, side by side: Tab leads to the chosen one, the arrows to its neighbours. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
}: SegmentedProps<T>) {
  const group = useRef<HTMLDivElement>(null);
  const chosen = options.findIndex((option) => option.value === value);
  const step = (event: KeyboardEvent) => {
    const by = STEPS[event.key];
    const next = by && options.at((chosen + by) % options.length);
    if (!next) return;
    event.preventDefault();
    onChange(next.value);
    group.current?.querySelectorAll('button')[options.indexOf(next)]?.focus();
  };
  return (
    <div
      ref={group}
      role="radiogroup"
      aria-label={label}
      onKeyDown={step}
      className="inline-flex flex-none self-start overflow-hidden rounded-box border border-line-strong max-rail:flex max-rail:w-full"
    >
      {options.map((option, place) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={place === chosen}
          tabIndex={place === Math.max(chosen, 0) ? 0 : -1}
          onClick={() => place !== chosen && onChange(option.value)}
          className="h-7 border-l border-line px-[9px] text-small whitespace-nowrap text-ink-2 -outline-offset-2 first:border-0 hover:bg-hover aria-checked:bg-accent-soft aria-checked:font-semibold aria-checked:text-accent max-rail:h-11 max-rail:grow max-rail:px-1"
        >
          {option.label}
          {option.count !== undefined && ` ${count(option.count)}`}
        </button>
      ))}
    </div>
  );
}
