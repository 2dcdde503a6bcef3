import { Slider as Radix } from 'radix-ui';
import { cx } from './cx';

interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  step?: number;
  onChange: (value: number) => void;
  /** The value in words, for those who hear it. */
  says?: string;
  className?: string;
}

/** A number set by dragging or by the arrow keys. */
export function Slider({
  label,
  value,
  min,
  max,
  step = 1,
  onChange,
  says,
  className,
}: SliderProps) {
  return (
    <Radix.Root
      value={[value]}
      min={min}
      max={max}
      step={step}
      onValueChange={([next]) => next !== undefined && onChange(next)}
      className={cx('relative flex h-6 w-[90px] touch-none items-center', className)}
    >
      <Radix.Track className="h-1 grow rounded-full bg-line-strong">
        <Radix.Range className="absolute h-1 rounded-full bg-accent" />
      </Radix.Track>
      <Radix.Thumb
        aria-label={label}
        aria-valuetext={says}
        className="relative block size-3.5 rounded-full border-2 border-accent bg-panel before:absolute before:-inset-2"
      />
    </Radix.Root>
  );
}
