import type { Case } from '@/api/cases';
import { type Image, previewOf } from '@/api/images';
import type { Panel } from '@/api/panels';
import type { Patient } from '@/api/patients';
import { Measurements } from '@/blood/measurements';
import { Sheet } from '@/blood/sheet';
import { Facts } from '@/ui/facts';
import { blood } from '@/words/blood';
import { review } from '@/words/review';
import { dayAndTime } from '@/words/time';
import { verdictName } from './order';

const words = review.sheet;

interface ImageSheetProps {
  image: Image;
  one: Case | undefined;
  patient: Patient | undefined;
  panel: Panel | undefined;
}

/** An image on paper, with the verdict that a reader gave. */
export function ImageSheet({ image, one, patient, panel }: ImageSheetProps) {
  const { verdict, optics } = image;
  const taken = [
    optics.objective,
    optics.scanner,
    optics.microns_per_pixel && review.facts.perPixel(optics.microns_per_pixel.toFixed(3)),
    review.facts.pixels(image.width, image.height),
  ];
  return (
    <Sheet patient={patient} one={one}>
      <div className="flex flex-col gap-4">
        <img src={previewOf(image.id)} alt="" className="max-h-[160mm] max-w-full self-start" />
        <Facts
          facts={[
            [
              words.verdict,
              verdict ? (
                <b key="verdict" className="font-semibold">
                  {verdictName(panel, verdict.label, blood.verdicts)}
                </b>
              ) : (
                words.noVerdict
              ),
            ],
            ...(verdict ? ([[words.recorded, dayAndTime(verdict.at)]] as const) : []),
            ...(verdict?.comment ? ([[words.comment, verdict.comment]] as const) : []),
            [words.panel, panel?.title ?? image.panel],
            [review.facts.file, image.file_name],
            [review.facts.image, taken.filter(Boolean).join(' · ')],
            [review.facts.uploaded, dayAndTime(image.uploaded_at)],
          ]}
        />
        <Measurements measurements={image.measurements} />
      </div>
    </Sheet>
  );
}
