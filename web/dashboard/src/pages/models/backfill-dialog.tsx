import { useEffect } from 'react';
import { type Model, useActivateModel, useBackfillModel } from '@/api/models';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { modelWords } from '@/words/models';

const words = modelWords.backfill;

interface BackfillDialogProps {
  model: Model;
  panel: string;
  /** How many images wait, when that is known already. */
  waiting?: number | null;
  onClose: () => void;
}

/** Lets the active model predict for the images that came before it. */
export function BackfillDialog({ model, panel, waiting: known, onClose }: BackfillDialogProps) {
  const count = useActivateModel();
  const backfill = useBackfillModel();
  const { mutate } = count;
  // Activating the model that is active changes nothing, and answers with how many images wait for it.
  useEffect(() => {
    if (known === undefined) mutate(model.id);
  }, [known, model.id, mutate]);

  const waiting = known === undefined ? count.data?.waiting : known;
  const counted = known !== undefined || count.isSuccess || count.isError;
  const submit = () =>
    backfill.mutate(model.id, {
      onSuccess: () => {
        toast({ title: words.done });
        onClose();
      },
    });
  return (
    <FormDialog
      title={words.title}
      says={<Says counted={counted} waiting={waiting ?? null} panel={panel} />}
      action={words.action(waiting ?? null)}
      busy={!counted || waiting === 0 || backfill.isPending}
      fault={count.error ?? backfill.error}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}

function Says(props: { counted: boolean; waiting: number | null; panel: string }) {
  const { counted, waiting, panel } = props;
  if (!counted) return words.counting;
  if (waiting === 0) return words.none(panel);
  return `${waiting === null ? words.unknown : words.waiting(waiting, panel)} ${words.says}`;
}
