import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { paths } from '@/paths';
import { blood } from '@/words/blood';

interface IdentityBarProps {
  /** The patient's number and id; undefined until read. */
  patient: { id: string; number: string } | undefined;
  /** The case's accession number and id. */
  one: { id: string; accession?: string | null } | undefined;
  /** Further facts, which may be cut off; the identifiers never are. */
  children?: ReactNode;
}

/** Patient number and accession number, always together, never truncated. */
export function IdentityBar({ patient, one, children }: IdentityBarProps) {
  return (
    <div className="flex min-w-0 items-baseline gap-x-[18px] whitespace-nowrap max-rail:flex-wrap">
      <span className="flex-none">
        <span className="mr-[5px] text-small text-ink-3">{blood.patient}</span>
        {patient && (
          <Link
            to={paths.patient(patient.id)}
            className="inline-block min-h-6 text-id leading-6 font-semibold text-ink"
          >
            {patient.number}
          </Link>
        )}
      </span>
      <span className="flex-none">
        <span className="mr-[5px] text-small text-ink-3">{blood.accession}</span>
        {one && (
          <Link
            to={paths.case(one.id)}
            className="inline-block min-h-6 text-id leading-6 font-semibold text-ink"
          >
            {one.accession ?? blood.noAccession}
          </Link>
        )}
      </span>
      {children && <span className="truncate text-small text-ink-3">{children}</span>}
    </div>
  );
}
