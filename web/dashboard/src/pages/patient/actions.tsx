import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { liftHold, placeHold, removePatient } from '@/api/patient-commands';
import type { Patient } from '@/api/patients';
import { useRole } from '@/api/session';
import { paths } from '@/paths';
import { Button, buttonLook, IconButton } from '@/ui/button';
import { usePhone } from '@/ui/media';
import { Menu, type MenuItem } from '@/ui/menu';
import { ReasonDialog } from '@/ui/reason-dialog';
import { toast } from '@/ui/toast-store';
import { onePatientWords, patientWords as words } from '@/words/patients';
import { EditDialog } from './edit-dialog';
import { EraseDialog } from './erase-dialog';
import { MergeDialog } from './merge-dialog';

type Open = 'edit' | 'merge' | 'remove' | 'hold' | 'erase' | null;

interface PatientActionsProps {
  patient: Patient;
  /** Neither removed, nor merged, nor erased. */
  works: boolean;
  onOpenCase: () => void;
}

/** What the person signed in can do with a patient: technologists change it, administrators hold and erase. */
export function PatientActions({ patient, works, onOpenCase }: PatientActionsProps) {
  const phone = usePhone();
  const [open, setOpen] = useState<Open>(null);
  const changes = useRole('technologist') && works;
  const holds = useRole('admin') && !patient.erased;
  const navigate = useNavigate();
  const { routesByPath } = useRouter();
  const close = () => setOpen(null);
  const { id, number, legal_hold } = patient;
  const hold = legal_hold ? words.liftHold : words.placeHold;
  const history = paths.history('patients', id);
  const hasHistory = '/patients/$id/history' in routesByPath;
  // A phone has room for the menu alone.
  const buttons: MenuItem[] = [
    ...(changes
      ? ([
          { label: onePatientWords.openCase, icon: 'plus', onSelect: onOpenCase },
          { label: words.edit.open, icon: 'edit', onSelect: () => setOpen('edit') },
        ] as const)
      : []),
    ...(hasHistory
      ? ([
          {
            label: onePatientWords.history,
            icon: 'history',
            onSelect: () => void navigate({ to: history }),
          },
        ] as const)
      : []),
  ];
  const items: MenuItem[] = [
    ...(phone ? buttons : []),
    ...(changes
      ? ([
          { label: words.merge.open, icon: 'compare', onSelect: () => setOpen('merge') },
          { label: words.remove.open, icon: 'bin', onSelect: () => setOpen('remove') },
        ] as const)
      : []),
    ...(holds
      ? ([
          { label: hold.open, icon: 'lock', onSelect: () => setOpen('hold') },
          {
            label: words.erase.open,
            icon: 'bin',
            disabled: legal_hold,
            onSelect: () => setOpen('erase'),
          },
        ] as const)
      : []),
  ];
  const reasonFor = {
    remove: {
      ...words.remove,
      run: async (reason: string) => {
        await removePatient(patient, reason);
        toast({ title: words.remove.done(number) });
        void navigate({ to: paths.patients });
      },
    },
    hold: {
      ...hold,
      run: async (reason: string) => {
        await (legal_hold ? liftHold(id, reason) : placeHold(id, reason));
        toast({ title: hold.done(number) });
      },
    },
  };
  const asking = open === 'remove' || open === 'hold' ? reasonFor[open] : null;
  return (
    <>
      {!phone && hasHistory && (
        <Link to={history} className={buttonLook()}>
          {onePatientWords.history}
        </Link>
      )}
      {!phone && changes && <Button onClick={() => setOpen('edit')}>{words.edit.open}</Button>}
      {items.length > 0 && (
        <Menu items={items} label={onePatientWords.menu} align="end">
          <IconButton icon="more" look="plain" label={onePatientWords.menu} />
        </Menu>
      )}
      {!phone && changes && (
        <Button look="primary" onClick={onOpenCase}>
          {onePatientWords.openCase}
        </Button>
      )}
      {open === 'edit' && <EditDialog patient={patient} onClose={close} />}
      {open === 'merge' && <MergeDialog patient={patient} onClose={close} />}
      {open === 'erase' && <EraseDialog patient={patient} onClose={close} />}
      {asking && (
        <ReasonDialog
          open
          onOpenChange={close}
          title={asking.title(number)}
          says={asking.says}
          label={asking.reason}
          action={asking.action}
          onConfirm={asking.run}
        />
      )}
    </>
  );
}
