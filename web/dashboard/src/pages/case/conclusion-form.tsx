import { type FormEvent, type KeyboardEvent, useRef, useState } from 'react';
import type { Case } from '@/api/cases';
import { type Conclude, useConclude } from '@/api/conclusions';
import type { Panel } from '@/api/panels';
import { Problem } from '@/api/problem';
import { useDraft } from '@/drafts/use-draft';
import { Button } from '@/ui/button';
import { Field, TextArea } from '@/ui/field';
import { Note } from '@/ui/note';
import { Segmented } from '@/ui/segmented';
import { toast } from '@/ui/toast-store';
import { conclusionWords as words } from '@/words/conclusion';
import { say } from '@/words/problems';
import { when } from '@/words/time';
import { type Impression, Impressions } from './impressions';

interface Draft {
  impressions: Impression[];
  comment: string;
  tests: string;
  stage: 'preliminary' | 'final';
  reason: string;
}

/** What a draft of a case's conclusion is kept as. */
export const draftOf = (caseId: string) => `conclusion.${caseId}`;

/** A form begins with what is concluded already. */
const begin = ({ conclusion }: Case): Draft => ({
  impressions: (conclusion?.impressions ?? []).map(({ panel, label }) => ({ panel, label })),
  comment: conclusion?.comment ?? '',
  tests: conclusion?.suggested_tests ?? '',
  stage: conclusion ? 'final' : 'preliminary',
  reason: '',
});

/** Concludes a case: for now, for good, or amending what was final. What is typed is kept as a draft. */
export function ConclusionForm({ one, panels }: { one: Case; panels: readonly Panel[] }) {
  const { value, set, keptAt, drop } = useDraft<Draft>(draftOf(one.id), begin(one));
  const conclude = useConclude();
  const form = useRef<HTMLFormElement>(null);
  const [lacks, setLacks] = useState(false);
  const status = one.conclusion?.status;
  const amends = status === 'final' || status === 'amended';
  const kind = amends ? 'amend' : value.stage;
  const change = (part: Partial<Draft>) => set({ ...value, ...part });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const empty = value.impressions.length === 0 && value.comment.trim() === '';
    setLacks(empty);
    if (empty) return;
    const body: Conclude = {
      stage: amends ? 'final' : value.stage,
      impressions: value.impressions,
      comment: value.comment.trim() || undefined,
      suggested_tests: value.tests.trim() || undefined,
      reason: amends ? value.reason.trim() : undefined,
    };
    conclude.mutate(
      { one, body },
      {
        onSuccess: ({ changed }) => {
          if (changed) drop();
          toast({ title: changed ? words.done[kind] : words.same });
        },
      },
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };
  const unread = one.images_unverified;

  return (
    <form
      ref={form}
      onSubmit={submit}
      onKeyDown={onKeyDown}
      className="flex max-w-[640px] flex-col gap-3.5"
    >
      <Impressions
        panels={panels}
        value={value.impressions}
        onChange={(impressions) => change({ impressions })}
      />
      <Field label={words.comment} hint={words.commentHint}>
        <TextArea
          rows={5}
          maxLength={4000}
          value={value.comment}
          onChange={(event) => change({ comment: event.target.value })}
        />
      </Field>
      <Field label={words.tests}>
        <TextArea
          rows={2}
          maxLength={4000}
          value={value.tests}
          onChange={(event) => change({ tests: event.target.value })}
        />
      </Field>
      {amends ? (
        <Field label={words.reason}>
          <TextArea
            required
            rows={2}
            maxLength={4000}
            value={value.reason}
            onChange={(event) => change({ reason: event.target.value })}
          />
        </Field>
      ) : (
        <Segmented
          label={words.stage}
          value={value.stage}
          onChange={(stage) => change({ stage })}
          options={[
            { value: 'preliminary', label: words.stages.preliminary ?? '' },
            { value: 'final', label: words.stages.final ?? '' },
          ]}
        />
      )}
      {unread > 0 && kind === 'final' && (
        <Note tone="overdue" title={words.unread.title(unread, one.images_total)}>
          {words.unread.says}
        </Note>
      )}
      {lacks && <Note tone="overdue" title={words.empty} alert />}
      {conclude.error && <Failure fault={conclude.error} />}
      <div className="flex flex-wrap items-center gap-2">
        <Button
          look="primary"
          type="submit"
          keys="Ctrl+Enter"
          disabled={conclude.isPending || (amends && value.reason.trim() === '')}
        >
          {words.actions[kind]}
        </Button>
        {keptAt !== null && (
          <>
            <Button look="quiet" onClick={drop}>
              {words.drop}
            </Button>
            <span className="text-small text-ink-3">{words.draft(when(keptAt))}</span>
          </>
        )}
      </div>
    </form>
  );
}

function Failure({ fault }: { fault: unknown }) {
  const conflict = fault instanceof Problem && fault.status === 412;
  const { title, text } = say(fault);
  return conflict ? (
    <Note tone="overdue" title={words.conflict.title} alert>
      {words.conflict.says}
    </Note>
  ) : (
    <Note tone="overdue" title={title} alert>
      {text}
    </Note>
  );
}
