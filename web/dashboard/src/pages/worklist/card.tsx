import type { ListedCase } from '@/api/cases';
import { blood } from '@/words/blood';
import { DueCell, LeadingCell, StateCell, ThumbnailCell } from './cells';

/** A case where the screen is a phone's: who and what on the left, how pressing on the right. */
export function Card({ row }: { row: ListedCase }) {
  return (
    <div className="flex items-center gap-3">
      <ThumbnailCell row={row} size={42} />
      <div className="min-w-0 grow">
        <div className="flex items-baseline gap-2 text-id">
          <span className="font-semibold">{row.patient_number}</span>
          <span className="truncate text-ink-3">{row.accession ?? blood.noAccession}</span>
          <span className="ml-auto flex-none">
            <DueCell row={row} />
          </span>
        </div>
        <div className="flex items-center gap-2">
          <span className="min-w-0 truncate">
            <LeadingCell row={row} />
          </span>
          <span className="ml-auto flex-none">
            <StateCell row={row} />
          </span>
        </div>
      </div>
    </div>
  );
}
