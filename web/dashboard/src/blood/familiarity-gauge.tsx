import { blood } from '@/words/blood';

/** Where on the gauge the limit stands; what is beyond is hatched. */
const LIMIT_AT = 0.72;

interface FamiliarityGaugeProps {
  inside: boolean;
  /** How far from what it learned an image was, as a share of the limit; unknown for older predictions. */
  distance?: number | undefined;
}

/** Whether an image is like those the model learned from. The words carry the meaning; never a percentage. */
export function FamiliarityGauge({ inside, distance }: FamiliarityGaugeProps) {
  return (
    <div>
      <div className="flex items-center justify-between text-small">
        <span className="text-ink-3">{blood.familiarity}</span>
        <span className={inside ? 'font-semibold' : 'font-semibold text-outside'}>
          {inside ? blood.inside : blood.outsideWords}
        </span>
      </div>
      {distance !== undefined && <Gauge distance={distance} />}
    </div>
  );
}

function Gauge({ distance }: { distance: number }) {
  const place = `${100 * Math.min(0.99, distance * LIMIT_AT)}%`;
  const limit = `${100 * LIMIT_AT}%`;
  return (
    <div aria-hidden="true">
      <div className="relative mt-1.5 mb-[3px] flex h-1.5 rounded-full">
        <i className="rounded-l-full bg-line-strong" style={{ width: limit }} />
        <i className="ink-unsure grow rounded-r-full [--c:var(--outside)]" />
        <i
          className="absolute -top-[3px] h-3 w-1 rounded-[2px] bg-ink shadow-[0_0_0_2px_var(--panel)]"
          style={{ left: place }}
        />
      </div>
      <div className="flex justify-between text-label text-ink-3">
        <span>{blood.familiar}</span>
        <span>{blood.limit}</span>
        <span>{blood.beyond}</span>
      </div>
    </div>
  );
}
