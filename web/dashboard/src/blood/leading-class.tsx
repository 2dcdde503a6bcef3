import type { Prediction } from '@/api/images';
import { usePanels } from '@/api/panels';
import { blood } from '@/words/blood';
import { certaintyOf } from './certainty';
import { ClassSwatch } from './class-swatch';

/** The class that a model puts first, in the ink of its certainty; none outside what it knows. */
export function LeadingClass({
  panel,
  prediction,
}: {
  panel: string;
  prediction: Pick<Prediction, 'label' | 'inside' | 'confidence'>;
}) {
  const label = usePanels()
    .get(panel)
    ?.labels.find(({ id }) => id === prediction.label);
  const ink = certaintyOf(prediction);
  return (
    <span className="inline-flex max-w-full items-center gap-2 align-bottom">
      <ClassSwatch code={label?.code} ink={ink} />
      {ink === 'outside' ? (
        <span className="text-ink-3">{blood.noClass}</span>
      ) : (
        <span className="truncate" title={label?.name}>
          {label?.name ?? prediction.label}
        </span>
      )}
    </span>
  );
}
