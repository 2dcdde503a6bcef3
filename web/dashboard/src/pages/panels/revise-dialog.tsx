import { useState } from 'react';
import { type Panel, useRevisePanel } from '@/api/panels';
import { Checkbox } from '@/ui/checkbox';
import { Field, Input } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { toast } from '@/ui/toast-store';
import { panelWords } from '@/words/panels';
import { type Draft, draftOf, revisionOf } from './draft';
import { LabelRows } from './label-rows';

const words = panelWords.revise;

/** Makes a panel what an administrator says; verdicts that were given stay as they are. */
export function ReviseDialog({ panel, onClose }: { panel: Panel; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(panel));
  // The version that was seen when the dialog was opened: what somebody else did since is not undone.
  const [version] = useState(panel.version);
  const revise = useRevisePanel(panel.id);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });
  const submit = () =>
    revise.mutate(revisionOf(draft, version), {
      onSuccess: () => {
        toast({ title: words.done(draft.title) });
        onClose();
      },
    });
  return (
    <FormDialog
      title={words.title(panel.title)}
      says={words.says}
      action={words.action}
      busy={revise.isPending}
      fault={revise.error}
      onSubmit={submit}
      onClose={onClose}
      wide
    >
      <Field label={words.panelTitle}>
        <Input
          required
          maxLength={200}
          value={draft.title}
          onChange={({ target }) => change({ title: target.value })}
        />
      </Field>
      <LabelRows labels={draft.labels} onChange={(labels) => change({ labels })} />
      <Field label={words.threshold} hint={words.thresholdHint} className="max-w-[340px]">
        <Input
          type="number"
          required
          min={0.01}
          max={1}
          step={0.01}
          value={draft.threshold}
          onChange={({ target }) => change({ threshold: target.value })}
        />
      </Field>
      <div>
        <Checkbox
          checked={draft.blind}
          onChange={({ target }) => change({ blind: target.checked })}
        >
          {words.blind}
        </Checkbox>
        <p className="text-small text-ink-3">{words.blindHint}</p>
      </div>
    </FormDialog>
  );
}
