import { type Model, useActivateModel } from '@/api/models';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { modelWords } from '@/words/models';

const words = modelWords.activate;

interface ActivateDialogProps {
  model: Model;
  panel: string;
  /** The model that predicts for the panel until then. */
  before: Model | undefined;
  /** It is active; with how many images it has not predicted for, when they could be counted. */
  onDone: (waiting: number | null) => void;
  onClose: () => void;
}

export function ActivateDialog({ model, panel, before, onDone, onClose }: ActivateDialogProps) {
  const activate = useActivateModel();
  const submit = () =>
    activate.mutate(model.id, {
      onSuccess: ({ changed, waiting }) => {
        const said = changed ? words.done : words.already;
        toast({ title: said(model.name, panel) });
        onDone(waiting ?? null);
      },
    });
  return (
    <FormDialog
      title={words.title(model.name)}
      says={
        <>
          {words.says(panel)} {before && words.instead(before.name)}
        </>
      }
      action={words.action(panel)}
      busy={activate.isPending}
      fault={activate.error}
      onSubmit={submit}
      onClose={onClose}
    />
  );
}
