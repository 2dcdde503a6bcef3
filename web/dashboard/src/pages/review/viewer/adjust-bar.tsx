import { Button } from '@/ui/button';
import { Slider } from '@/ui/slider';
import { review } from '@/words/review';
import { type Adjustments, AS_TAKEN, BRIGHTNESS, CONTRAST, isAsTaken } from './adjust';

export type Adjusting = 'brightness' | 'contrast' | null;

interface AdjustBarProps {
  value: Adjustments;
  onChange: (next: Adjustments) => void;
  adjusting: Adjusting;
}

const signed = (value: number) =>
  value === 0 ? '0' : `${value > 0 ? '+' : '−'}${Math.abs(value)}`;

/** Says in words how the image differs from how it was taken, and sets it. */
export function AdjustBar({ value, onChange, adjusting }: AdjustBarProps) {
  const { brightness, contrast, rotation } = value;
  if (!adjusting && isAsTaken(value)) return null;
  const words = review.stage;
  return (
    <div className="absolute top-3 left-[60px] z-10 flex flex-wrap items-center gap-x-3 rounded-box bg-glass py-[3px] pr-1.5 pl-[9px] text-small shadow-float">
      {(adjusting === 'brightness' || brightness !== 0) && (
        <span>
          {words.brightness} <b className="font-semibold">{signed(brightness)}</b>
        </span>
      )}
      {adjusting === 'brightness' && (
        <Slider
          label={words.brightness}
          value={brightness}
          {...BRIGHTNESS}
          onChange={(next) => onChange({ ...value, brightness: next })}
        />
      )}
      {(adjusting === 'contrast' || contrast !== 1) && (
        <span>
          {words.contrast} <b className="font-semibold">{contrast.toFixed(2)}</b>
        </span>
      )}
      {adjusting === 'contrast' && (
        <Slider
          label={words.contrast}
          value={contrast}
          {...CONTRAST}
          onChange={(next) => onChange({ ...value, contrast: next })}
        />
      )}
      {rotation !== 0 && <span>{words.rotated(rotation)}</span>}
      <span className="text-ink-3">{adjusting ? words.adjustWith : words.kept}</span>
      {!isAsTaken(value) && (
        <Button
          small
          look="quiet"
          keys="0"
          aria-label={words.resetAll}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChange(AS_TAKEN)}
        >
          {words.reset}
        </Button>
      )}
    </div>
  );
}
