import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { say } from '@/words/problems';
import { shell } from '@/words/shell';
import { Button } from './button';
import { Dialog } from './dialog';
import { Field, TextArea } from './field';
import { Note } from './note';

interface ReasonDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  says?: ReactNode;
  /** The label of the reason. */
  label: string;
  /** What the button will do. */
  action: string;
  /** Does it. The dialog stays, with what was typed, when it fails. */
  onConfirm: (reason: string) => Promise<unknown>;
  /** Without it a reason must be given. */
  optional?: boolean;
  children?: ReactNode;
}

/** Asks why before something is done that is not simply undone. */
export function ReasonDialog({
  open,
  onOpenChange,
  title,
  says,
  label,
  action,
  onConfirm,
  optional,
  children,
}: ReasonDialogProps) {
  const form = useId();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<unknown>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setFault(null);
    try {
      await onConfirm(reason.trim());
      setReason('');
      onOpenChange(false);
    } catch (error) {
      setFault(error);
    }
    setBusy(false);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      says={says}
      actions={
        <>
          <Button onClick={() => onOpenChange(false)}>{shell.cancel}</Button>
          <Button
            look="primary"
            type="submit"
            form={form}
            disabled={busy || (!optional && reason.trim() === '')}
          >
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        {children}
        <Field label={label}>
          <TextArea
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            rows={3}
            maxLength={1000}
          />
        </Field>
        {fault !== null && (
          <Note tone="overdue" title={say(fault).title} alert>
            {say(fault).text}
          </Note>
        )}
      </form>
    </Dialog>
  );
}
