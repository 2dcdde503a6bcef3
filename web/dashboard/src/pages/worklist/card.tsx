import type { Work } from '@/api/work';
import { PatientNumber } from '@/blood/patient-number';
import { blood } from '@/words/blood';
import { DueCell, LeadingCell, StateCell, ThumbnailCell } from './cells';

/** A case where the screen is a phone's: who and what on the left, how pressing on the right. */
export function Card({ work }: { work: Work }) {
  return (
    <div className="flex items-center gap-3">
      <ThumbnailCell work={work} size={42} />
      <div className="min-w-0 grow">
        <div className="flex items-baseline gap-2 text-id">
          <PatientNumber id={work.case.patient_id} />
          <span className="truncate text-ink-3">{work.case.accession ?? blood.noAccession}</span>
          <span className="ml-auto flex-none">
            <DueCell work={work} />
          </span>
        </div>
        <div className="flex items-center gap-2">
          <span className="min-w-0 truncate">
            <LeadingCell work={work} />
          </span>
          <span className="ml-auto flex-none">
            <StateCell work={work} />
          </span>
        </div>
      </div>
    </div>
  );
}
