import type { Measurement } from '@/api/images';
import { Facts } from '@/ui/facts';
import { blood } from '@/words/blood';
import { dayAndTime } from '@/words/time';
import { measuredBy } from './measured';

/** What functions measured in an image's file, and which of them; nothing when there is nothing. */
export function Measurements({ measurements }: { measurements: readonly Measurement[] }) {
  if (measurements.length === 0) return null;
  const words = blood.measurements;
  return (
    <section aria-label={words.title} className="flex flex-col gap-1.5">
      <h3>{words.title}</h3>
      {measuredBy(measurements).map(({ by, at, figures }) => (
        <div key={by}>
          <Facts facts={figures} />
          <p className="text-small text-ink-3">{words.by(by, dayAndTime(at))}</p>
        </div>
      ))}
    </section>
  );
}
