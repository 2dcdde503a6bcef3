import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useOpenCase } from '@/api/case-commands';
import { patientQuery } from '@/api/patients';
import { PatientSearch } from '@/blood/patient-search';
import { AddDialog } from '@/pages/patients/add-dialog';
import { Button } from '@/ui/button';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { caseFormWords } from '@/words/cases';
import { CaseFields } from './fields';
import { bodyOf, EMPTY } from './form';

const words = caseFormWords.register;

interface RegisterDialogProps {
  /** Whose specimen it is, where that is known. */
  patient?: string;
  /** What was scanned. */
  accession?: string;
  onOpened: (id: string) => void;
  onClose: () => void;
}

/** Registers a specimen: whose it is, then what is known of it. */
export function RegisterDialog({
  patient,
  accession = '',
  onOpened,
  onClose,
}: RegisterDialogProps) {
  const [form, setForm] = useState({ ...EMPTY, accession });
  const [chosen, setChosen] = useState(patient);
  const [missed, setMissed] = useState<string>();
  const open = useOpenCase();
  const submit = () =>
    chosen &&
    open.mutate(
      { patient: chosen, body: bodyOf(form) },
      {
        onSuccess: (id) => {
          toast({ title: form.accession ? words.done(form.accession) : words.unnamed });
          onOpened(id);
        },
      },
    );
  if (missed !== undefined)
    return (
      <AddDialog
        number={missed}
        onAdded={(id) => {
          setChosen(id);
          setMissed(undefined);
        }}
        onClose={() => setMissed(undefined)}
      />
    );
  return (
    <FormDialog
      title={words.title}
      says={words.says}
      action={words.action}
      busy={open.isPending || !chosen}
      fault={open.error}
      onSubmit={submit}
      onClose={onClose}
    >
      {chosen ? (
        <Chosen id={chosen} onChange={patient ? undefined : () => setChosen(undefined)} />
      ) : (
        <div className="flex flex-col gap-1">
          <span className="text-label font-medium text-ink-3">{caseFormWords.fields.patient}</span>
          <PatientSearch
            label={caseFormWords.patient.search}
            none={caseFormWords.patient.none}
            onChoose={({ id }) => setChosen(id)}
            instead={{ label: caseFormWords.patient.add, run: setMissed }}
          />
        </div>
      )}
      <CaseFields form={form} onChange={setForm} fault={open.error} isNew />
    </FormDialog>
  );
}

function Chosen({ id, onChange }: { id: string; onChange: (() => void) | undefined }) {
  const { data } = useQuery(patientQuery(id));
  return (
    <div className="flex items-center gap-3 rounded-box border border-line px-2.5 py-1.5">
      <span className="text-small text-ink-3">{caseFormWords.fields.patient}</span>
      <b className="font-semibold">{data?.number}</b>
      <span className="truncate text-ink-2">{data?.name}</span>
      {onChange && (
        <Button small look="quiet" className="ml-auto" onClick={onChange}>
          {caseFormWords.patient.change}
        </Button>
      )}
    </div>
  );
}
