import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { caseQuery } from '@/api/cases';
import type { Told } from '@/api/history';
import { patientQuery } from '@/api/patients';
import { useMe } from '@/api/session';
import { IdentityBar } from '@/blood/identity-bar';
import { paths } from '@/paths';
import { buttonLook } from '@/ui/button';
import { Icon } from '@/ui/icon';
import { historyWords as words } from '@/words/history';

interface WhoseProps {
  kind: Told;
  id: string;
  stood: { patientId: string | undefined; caseId: string | undefined };
  asOf: number | undefined;
}

/** The identifiers of what the history is of, with the way back to it. */
export function Whose({ kind, id, stood, asOf }: WhoseProps) {
  const me = useMe();
  const moment = asOf === undefined ? undefined : String(asOf);
  const patient = useQuery({
    ...patientQuery(stood.patientId ?? '', moment),
    enabled: stood.patientId !== undefined,
  });
  const one = useQuery({
    ...caseQuery(stood.caseId ?? '', moment),
    enabled: stood.caseId !== undefined,
  });
  const to = { images: paths.image, cases: paths.case, patients: paths.patient }[kind](id);
  return (
    <>
      {me.role !== 'auditor' && (
        <Link to={to} className={`${buttonLook('quiet', true)} -ml-2`}>
          <Icon name="left" size={14} />
          {words.back[kind]}
        </Link>
      )}
      {kind === 'patients' ? (
        <span className="truncate">
          <span className="mr-[5px] text-small text-ink-3">{words.back.patients}</span>
          <span className="text-id font-semibold">{patient.data?.number}</span>
        </span>
      ) : (
        <IdentityBar patient={patient.data} one={one.data} />
      )}
    </>
  );
}
