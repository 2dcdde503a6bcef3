import type { Case } from '@/api/cases';
import { type Image, thumbnailOf } from '@/api/images';
import type { Panel } from '@/api/panels';
import type { Patient } from '@/api/patients';
import { Sheet } from '@/blood/sheet';
import { Facts } from '@/ui/facts';
import { blood } from '@/words/blood';
import { caseWords } from '@/words/case';
import { count } from '@/words/numbers';
import { dayAndTime, onDay } from '@/words/time';
import { verdictName } from '../review/order';
import { ConclusionShown } from './conclusion-shown';
import { CriticalSection } from './critical-section';

const words = caseWords.sheet;
const facts = caseWords.facts;
/** More pictures than these are no report. */
const MOST = 60;

interface CaseSheetProps {
  one: Case;
  patient: Patient | undefined;
  images: readonly Image[];
  panels: readonly Panel[];
}

/** A case on paper: what it is of, what was concluded, its images with the verdicts that readers gave. */
export function CaseSheet({ one, patient, images, panels }: CaseSheetProps) {
  const shown = images.slice(0, MOST);
  return (
    <Sheet patient={patient} one={one}>
      <div className="flex flex-col gap-5">
        <div className="grid grid-cols-2 gap-x-10">
          <Facts
            facts={[
              [facts.born, patient?.born_on ? onDay(patient.born_on) : facts.unknown],
              [facts.sex, patient?.sex ? (blood.sexes[patient.sex] ?? patient.sex) : facts.unknown],
              [facts.specimen, blood.specimens[one.specimen] ?? one.specimen],
              [facts.stain, one.stain ?? facts.unknown],
            ]}
          />
          <Facts
            facts={[
              [facts.collected, one.collected_at ? dayAndTime(one.collected_at) : facts.unknown],
              [facts.received, dayAndTime(one.received_at)],
              [facts.priority, blood.priorities[one.priority] ?? one.priority],
              [facts.status, facts.statuses[one.status] ?? one.status],
            ]}
          />
        </div>
        {one.withdrawn && (
          <p>
            <b className="font-semibold">{blood.withdrawn}</b>: {one.withdrawn.reason}
          </p>
        )}
        {one.clinical_details && (
          <section>
            <h2>{facts.details}</h2>
            <p className="whitespace-pre-wrap">{one.clinical_details}</p>
          </section>
        )}
        <section className="flex flex-col gap-2 break-inside-avoid">
          <h2>{caseWords.tabs.conclusion}</h2>
          {one.blind && !one.conclusion ? (
            <p>{blood.blind.conclusion}</p>
          ) : (
            <ConclusionShown one={one} panels={panels} />
          )}
        </section>
        {one.alarm && <CriticalSection one={one} number={patient?.number ?? ''} panels={panels} />}
        <section className="flex flex-col gap-2">
          <h2>{words.images(count(shown.length), count(one.images_total))}</h2>
          <ol className="grid grid-cols-6 gap-3">
            {shown.map((image) => (
              <li key={image.id} className="break-inside-avoid text-small leading-[16px]">
                <img
                  src={thumbnailOf(image.id)}
                  alt=""
                  className="aspect-square w-full object-cover"
                />
                <span className="block font-medium">{verdictOf(image, panels)}</span>
                <span className="block break-all text-ink-3">{image.file_name}</span>
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Sheet>
  );
}

/** What a reader said; what a model says alone is not put on paper. */
function verdictOf({ verdict, panel }: Image, panels: readonly Panel[]): string {
  if (!verdict) return words.noVerdict;
  const of = panels.find(({ id }) => id === panel);
  return verdictName(of, verdict.label, blood.verdicts);
}
