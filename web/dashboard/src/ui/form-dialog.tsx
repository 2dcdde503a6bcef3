import { type FormEvent, type ReactNode, useId } from 'react';
import { say } from '@/words/problems';
import { shell } from '@/words/shell';
import { Button } from './button';
import { Dialog } from './dialog';
import { Note } from './note';

interface FormDialogProps {
  title: string;
  says?: ReactNode;
  /** What the button will do. */
  action: string;
  busy: boolean;
  /** Why it was not done; the form stays as it is. */
  fault: unknown;
  onSubmit: () => void;
  onClose: () => void;
  children?: ReactNode;
  wide?: boolean;
}

/** A form over the page: it closes when it is done, and keeps what was typed when it failed. */
export function FormDialog({
  title,
  says,
  action,
  busy,
  fault,
  onSubmit,
  onClose,
  children,
  wide,
}: FormDialogProps) {
  const form = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      says={says}
      wide={wide}
      actions={
        <>
          <Button onClick={onClose}>{shell.cancel}</Button>
          <Button look="primary" type="submit" form={form} disabled={busy}>
            {action}
          </Button>
        </>
      }
    >
      <form id={form} onSubmit={submit} className="flex flex-col gap-3">
        {children}
        {fault != null && (
          <Note tone="overdue" title={say(fault).title} alert>
            {say(fault).text}
          </Note>
        )}
      </form>
    </Dialog>
  );
}
