import { useState } from 'react';
import { Button } from '@/ui/button';
import { Field, TextArea } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { review } from '@/words/review';

/** Asks why an image cannot be read; the technologist is told. */
export function UnsuitableDialog({
  onRecord,
  onClose,
}: {
  onRecord: (reason: string) => void;
  onClose: () => void;
}) {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState(false);
  const words = review.unsuitable;
  const submit = () => {
    if (reason.trim()) onRecord(reason.trim());
    else setMissing(true);
  };
  return (
    <FormDialog
      title={words.title}
      says={words.says}
      action={words.action}
      busy={false}
      fault={null}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.label} fault={missing && !reason.trim() && words.label}>
        <TextArea
          value={reason}
          rows={3}
          maxLength={1000}
          onChange={(event) => setReason(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && event.ctrlKey) submit();
          }}
        />
      </Field>
      <div className="flex flex-wrap gap-1.5">
        {words.common.map((common) => (
          <Button key={common} small onClick={() => setReason(common)}>
            {common}
          </Button>
        ))}
      </div>
    </FormDialog>
  );
}
