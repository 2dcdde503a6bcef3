import { Link } from '@tanstack/react-router';
import { useRole } from '@/api/session';
import { paths } from '@/paths';
import { buttonLook } from '@/ui/button';
import { Icon } from '@/ui/icon';
import { historyWords as words } from '@/words/history';

/** Leads those who may read it from what was done about a patient to who saw the patient's data. */
export function AccessLink({ patient }: { patient: string | undefined }) {
  const may = useRole('auditor', 'admin');
  if (!may || !patient) return null;
  return (
    <Link to={paths.audit} search={{ patient } as never} className={buttonLook('plain')}>
      <Icon name="audit" size={14} />
      {words.access}
    </Link>
  );
}
