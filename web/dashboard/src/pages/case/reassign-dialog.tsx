import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { caseQuery } from '@/api/cases';
import { reassignImage } from '@/api/image-commands';
import type { Image } from '@/api/images';
import { patientQuery } from '@/api/patients';
import { CasePicker } from '@/blood/case-picker/case-picker';
import { ReasonDialog } from '@/ui/reason-dialog';
import { toast } from '@/ui/toast-store';
import { blood } from '@/words/blood';
import { caseWords } from '@/words/case';

const words = caseWords.reassign;

interface ReassignDialogProps {
  images: readonly Image[];
  onDone: () => void;
  onClose: () => void;
}

/** Gives images to the case that they are of: first which, then why. */
export function ReassignDialog({ images, onDone, onClose }: ReassignDialogProps) {
  const [chosen, setChosen] = useState<string | null>(null);
  const one = useQuery({ ...caseQuery(chosen ?? ''), enabled: chosen !== null }).data;
  const patientId = one?.patient_id;
  const patient = useQuery({
    ...patientQuery(patientId ?? ''),
    enabled: patientId !== undefined,
  }).data;
  if (chosen === null)
    return <CasePicker title={words.pick} onChoose={({ id }) => setChosen(id)} onClose={onClose} />;
  if (!one || !patient) return null;

  const confirm = async (reason: string) => {
    const to = { patientId: one.patient_id, caseId: one.id };
    for (const image of images) await reassignImage(image, to, reason);
    toast({ title: words.done(images.length) });
    onDone();
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.title(images.length)}
      says={words.says}
      label={words.reason}
      action={words.action}
      onConfirm={confirm}
    >
      <p className="font-semibold">
        {words.to(patient.number, one.accession ?? blood.noAccession)}
      </p>
    </ReasonDialog>
  );
}
