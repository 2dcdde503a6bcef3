import { useState } from 'react';
import type { Case } from '@/api/cases';
import type { Patient } from '@/api/patients';
import { useRole } from '@/api/session';
import { Dialog } from '@/ui/dialog';
import { pickerWords as words } from '@/words/case-picker';
import { OpenCaseForm } from './open-case-form';
import { PickerSearch } from './picker-search';

interface CasePickerProps {
  title?: string;
  onChoose: (chosen: Pick<Case, 'id'>) => void;
  onClose: () => void;
}

/** Finds a case by its accession or its patient, or opens one. */
export function CasePicker({ title = words.title, onChoose, onClose }: CasePickerProps) {
  const mayOpen = useRole('technologist');
  const [patient, setPatient] = useState<Patient | null>(null);
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={patient ? words.open.title(patient.number) : title}
    >
      {patient ? (
        <OpenCaseForm patient={patient} onOpened={onChoose} onBack={() => setPatient(null)} />
      ) : (
        <PickerSearch onCase={onChoose} onPatient={mayOpen ? setPatient : undefined} />
      )}
    </Dialog>
  );
}
