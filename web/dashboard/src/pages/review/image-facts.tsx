import { Link } from '@tanstack/react-router';
import type { Image, Prediction } from '@/api/images';
import type { Panel } from '@/api/panels';
import { FamiliarityGauge } from '@/blood/familiarity-gauge';
import { Measurements } from '@/blood/measurements';
import { paths } from '@/paths';
import { Facts } from '@/ui/facts';
import { Kbd } from '@/ui/kbd';
import { blood } from '@/words/blood';
import { review } from '@/words/review';
import { when } from '@/words/time';
import { sentenceOf, verdictName } from './order';

interface ImageFactsProps {
  image: Image;
  panel: Panel | undefined;
  prediction: Prediction | null;
  nameOf: (id: string) => string;
  onCard: () => void;
}

/** What else is to be known of the image: the model and how familiar it is with it, how it was taken, other readings. */
export function ImageFacts({ image, panel, prediction, nameOf, onCard }: ImageFactsProps) {
  const words = review.facts;
  const { objective, scanner, microns_per_pixel: perPixel } = image.optics;
  const taken = [
    objective,
    scanner,
    perPixel && words.perPixel(perPixel.toFixed(3)),
    words.pixels(image.width, image.height),
  ];
  const readings = image.readings.map(({ by, label, mode, at }) => (
    <div key={`${by} ${at}`}>
      {nameOf(by)}, {when(at)}: {verdictName(panel, label, blood.verdicts)},{' '}
      {review.verdict.modes[mode]}
    </div>
  ));
  const none = image.blind ? blood.blind.readings : words.none;
  return (
    <div className="flex flex-col gap-2.5 border-t border-line pt-2.5">
      {prediction && (
        <div>
          <FamiliarityGauge inside={prediction.inside} />
          {prediction.outside_reasons.length > 0 && (
            <p className="text-small text-ink-3">
              {prediction.outside_reasons.map(sentenceOf).join(' ')}
            </p>
          )}
        </div>
      )}
      <Facts
        facts={[
          ...(prediction
            ? ([
                [
                  words.model,
                  <span key="model" className="inline-flex items-center gap-1.5">
                    <button
                      type="button"
                      onClick={onCard}
                      className="text-accent hover:underline"
                      title={words.card}
                    >
                      {prediction.model_name}
                    </button>
                    {prediction.model === panel?.active_model && words.active}
                    <Kbd keys="Shift+m" />
                  </span>,
                ],
                [words.answered, when(prediction.at)],
              ] as const)
            : []),
          [words.image, taken.filter(Boolean).join(' · ')],
          [
            words.file,
            <span key="file" className="break-all">
              {image.file_name}
            </span>,
          ],
          [words.uploaded, words.by(when(image.uploaded_at), nameOf(image.uploaded_by))],
          [words.readings, readings.length > 0 ? readings : none],
        ]}
      />
      <Measurements measurements={image.measurements} />
      <Link to={paths.history('images', image.id)} className="self-start text-small">
        {words.history}
      </Link>
      {prediction && <p className="text-small text-ink-3">{prediction.statement}</p>}
    </div>
  );
}
