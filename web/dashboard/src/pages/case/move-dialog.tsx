import { useState } from 'react';
import { Field, TextArea } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { caseWords } from '@/words/case';
import type { Move } from './moves';

const words = caseWords.moveDialog;

interface MoveDialogProps {
  move: Move;
  name: string;
  unit: string;
  onRecord: (more: { reason?: string; comment?: string }) => void;
  onClose: () => void;
}

/** What has to be said before cells are recorded so. */
export function MoveDialog({ move, name, unit, onRecord, onClose }: MoveDialogProps) {
  const [reason, setReason] = useState('');
  const [comment, setComment] = useState('');
  return (
    <FormDialog
      title={words.title(name)}
      says={move.amends > 0 ? words.amends(move.amends, unit) : undefined}
      action={words.action(move.cells.length, name)}
      busy={false}
      fault={null}
      onSubmit={() =>
        onRecord({ reason: reason.trim() || undefined, comment: comment.trim() || undefined })
      }
      onClose={onClose}
    >
      {move.needsComment && (
        <Field label={words.comment}>
          <TextArea
            required
            rows={2}
            maxLength={4000}
            value={comment}
            onChange={(event) => setComment(event.target.value)}
          />
        </Field>
      )}
      {move.needsReason && (
        <Field label={move.label === 'unsuitable' ? words.unsuitable : words.reason}>
          <TextArea
            required
            rows={2}
            maxLength={4000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
      )}
    </FormDialog>
  );
}
