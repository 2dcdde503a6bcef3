import type { KeyboardEvent } from 'react';
import type { Image, Prediction } from '@/api/images';
import type { Panel } from '@/api/panels';
import { VerdictRows } from '@/blood/verdict-rows';
import { useKeys } from '@/keys/use-keys';
import { Button } from '@/ui/button';
import { cx } from '@/ui/cx';
import { Field, TextArea } from '@/ui/field';
import { Note } from '@/ui/note';
import { ReasonDialog } from '@/ui/reason-dialog';
import { blood } from '@/words/blood';
import { review } from '@/words/review';
import { atSecond } from '@/words/time';
import { verdictName } from './order';
import { UnsuitableDialog } from './unsuitable-dialog';
import type { VerdictForm as Form } from './use-verdict';

interface VerdictFormProps {
  image: Image;
  panel: Panel;
  prediction: Prediction | null;
  showOutside: boolean;
  form: Form;
}

const MOST_DIGITS = 9;

/** Reading and deciding: choosing is free, Enter records. */
export function VerdictForm({ image, panel, prediction, showOutside, form }: VerdictFormProps) {
  const labels = panel.labels.filter(({ retired }) => !retired);
  const { draft, name, choose, record } = form;
  const words = review.verdict;
  const other = () => {
    choose('other');
    // After the key itself, so that it is not typed.
    setTimeout(() => form.comment.current?.focus());
  };
  const unsuitable = () => {
    choose('unsuitable');
    form.comment.current?.blur();
  };

  useKeys(review.keys.title, [
    ...labels.slice(0, MOST_DIGITS).map((label, place) => ({
      keys: String(place + 1),
      does: review.keys.choose(label.name),
      hint: place === 0 ? review.keys.chooseHint(labels.length) : undefined,
      run: () => choose(label.id),
    })),
    { keys: 'Enter', does: review.keys.record, hint: review.keys.record, run: () => record() },
    {
      keys: 'Ctrl+Enter',
      does: review.keys.recordTyping,
      typing: true,
      run: () => record(),
    },
    { keys: 'u', does: review.keys.uncertain, run: () => choose('uncertain') },
    { keys: 'x', does: review.keys.unsuitable, run: unsuitable },
    { keys: 'o', does: review.keys.other, run: other },
  ]);

  // The radio group keeps Enter to itself.
  const onEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey) return;
    event.preventDefault();
    event.stopPropagation();
    record();
  };
  const abstain = (label: string, keys: string, words: string, run: () => void) => (
    <Button
      small
      keys={keys}
      aria-pressed={draft.label === label}
      className={cx('px-1', draft.label === label && 'border-accent bg-accent-soft font-semibold')}
      onMouseDown={(event) => event.preventDefault()}
      onClick={run}
    >
      {words}
    </Button>
  );
  return (
    <>
      <div className="-mb-1 flex justify-between text-label text-ink-3">
        <span>{panel.title}</span>
        {(prediction?.inside || (prediction && showOutside)) && (
          <span>{blood.modelsProbability}</span>
        )}
      </div>
      <div onKeyDownCapture={onEnter}>
        <VerdictRows
          label={words.label}
          labels={labels}
          prediction={prediction}
          showOutside={showOutside}
          value={draft.label}
          onChange={choose}
        />
      </div>
      <div className="grid grid-cols-3 gap-1.5">
        {abstain('uncertain', 'u', words.uncertain, () => choose('uncertain'))}
        {abstain('other', 'o', words.other, other)}
        {abstain('unsuitable', 'x', words.unsuitable, unsuitable)}
      </div>
      <Field label={draft.label === 'other' ? words.commentNeeded : words.comment}>
        <TextArea
          ref={form.comment}
          rows={2}
          maxLength={4000}
          value={draft.comment}
          onChange={(event) => form.setComment(event.target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            event.preventDefault();
            event.currentTarget.blur();
          }}
          className="text-small leading-[18px]"
        />
      </Field>
      <Button
        look="primary"
        keys="Enter"
        className="h-9"
        disabled={!draft.label}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => record()}
      >
        {!name ? words.choose : image.verdict ? words.amend(name) : words.record(name)}
      </Button>
      {form.hint && draft.label && <Note title={form.hint} alert />}
      {form.keptAt !== null && (
        <span className="-mt-1 text-right text-small text-ink-3">
          {words.draft(atSecond(form.keptAt))}
        </span>
      )}
      {form.asks === 'unsuitable' && (
        <UnsuitableDialog onRecord={record} onClose={form.stopAsking} />
      )}
      {form.asks === 'amend' && name && image.verdict && (
        <ReasonDialog
          open
          onOpenChange={(open) => !open && form.stopAsking()}
          title={review.amend.title(name)}
          says={review.amend.says(verdictName(panel, image.verdict.label, blood.verdicts))}
          label={review.amend.label}
          action={review.amend.action(name)}
          onConfirm={async (reason) => record(reason)}
        />
      )}
    </>
  );
}
