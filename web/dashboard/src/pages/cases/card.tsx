import type { ListedCase } from '@/api/cases';
import { blood } from '@/words/blood';
import { caseListWords } from '@/words/cases';
import { when } from '@/words/time';
import { StateNow } from './columns';

/** A case where the screen is a phone's. */
export function Card({ one }: { one: ListedCase }) {
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 grow">
        <div className="flex items-baseline gap-2 text-id">
          <b className="font-semibold">{one.accession ?? blood.noAccession}</b>
          <span className="text-ink-3">{one.patient_number}</span>
        </div>
        <div className="truncate text-small text-ink-2">
          {caseListWords.statuses[one.status]}, {when(one.received_at)}
        </div>
      </div>
      <StateNow one={one} />
    </div>
  );
}
