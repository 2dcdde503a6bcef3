import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Case } from '@/api/cases';
import type { Panel } from '@/api/panels';
import { useRole } from '@/api/session';
import { useDeclareCritical } from '@/api/verdicts';
import { useDraft } from '@/drafts/use-draft';
import { NotifyDialog } from '@/pages/worklist/notify-dialog';
import { paths } from '@/paths';
import { Button } from '@/ui/button';
import { Field, TextArea } from '@/ui/field';
import { FormDialog } from '@/ui/form-dialog';
import { Icon } from '@/ui/icon';
import { Tag } from '@/ui/tag';
import { toast } from '@/ui/toast-store';
import { conclusionWords, alarmWords as words } from '@/words/conclusion';
import { probability } from '@/words/numbers';
import { useNames } from './use-names';
import { useSaid } from './use-said';

type Alarm = NonNullable<Case['alarm']>;
type Finding = Alarm['findings'][number];

interface CriticalSectionProps {
  one: Case;
  number: string;
  panels: readonly Panel[];
}

/** Critical findings of the case, and who was told of them. */
export function CriticalSection({ one, number, panels }: CriticalSectionProps) {
  const reports = useRole('hematologist', 'technologist') && !one.withdrawn;
  const [open, setOpen] = useState<'declare' | 'notify' | null>(null);
  const { alarm } = one;
  const close = () => setOpen(null);
  return (
    <section className="flex max-w-[420px] flex-col gap-2.5">
      <div className="flex items-center gap-2">
        <h2>{words.title}</h2>
        {alarm && (
          <Tag
            tone={alarm.state === 'notified' ? 'verified' : 'critical'}
            icon={alarm.state === 'notified' ? 'tick' : 'triangle'}
          >
            {words.states[alarm.state] ?? alarm.state}
          </Tag>
        )}
      </div>
      {alarm ? (
        <Findings one={one} alarm={alarm} panels={panels} />
      ) : (
        <p className="text-ink-3">{words.none}</p>
      )}
      {reports && (
        <div className="flex flex-wrap gap-2 print:hidden">
          <Button onClick={() => setOpen('declare')}>
            <Icon name="triangle" size={14} className="text-critical" />
            {words.declare.open}
          </Button>
          {alarm && <Button onClick={() => setOpen('notify')}>{words.notify.open}</Button>}
        </div>
      )}
      {open === 'declare' && <DeclareDialog one={one} onClose={close} />}
      {open === 'notify' && (
        <NotifyDialog one={{ ...one, patient_number: number, panels: [] }} onClose={close} />
      )}
    </section>
  );
}

function Findings({ one, alarm, panels }: { one: Case; alarm: Alarm; panels: readonly Panel[] }) {
  const { notified } = alarm;
  const nameOf = useNames(one.id, [...alarm.findings.map(({ by }) => by), notified?.by]);
  const { you, at } = useSaid();
  const byOf = (id: string) => nameOf(id, you, conclusionWords.somebody);
  return (
    <>
      <ul className="flex flex-col gap-1.5">
        {alarm.findings.map((finding) => (
          <li key={`${finding.kind} ${finding.at} ${finding.image}`} className="text-small">
            <span className="font-medium text-ink">
              {words.finding(words.kinds[finding.kind] ?? finding.kind, whatOf(finding, panels))}
            </span>
            <span className="text-ink-3">
              {' '}
              {[finding.by && byOf(finding.by), at(finding.at)].filter(Boolean).join(', ')}
            </span>{' '}
            {finding.image && <Link to={paths.image(finding.image)}>{words.seeImage}</Link>}
          </li>
        ))}
      </ul>
      {alarm.escalated_at && alarm.state !== 'notified' && (
        <p className="text-small text-overdue">{words.escalated(at(alarm.escalated_at))}</p>
      )}
      {notified && (
        <p className="text-small">
          {words.told(notified.told, words.ways[notified.way] ?? notified.way, at(notified.at))}
          {notified.read_back && ` ${words.readBack}`}
          {notified.remark && `. ${notified.remark}`}{' '}
          <span className="text-ink-3">({byOf(notified.by)})</span>
        </p>
      )}
    </>
  );
}

function whatOf({ finding, label, p }: Finding, panels: readonly Panel[]): string {
  if (finding) return finding;
  const labels = panels.flatMap((panel) => panel.labels);
  const name = labels.find(({ id }) => id === label)?.name ?? label ?? '';
  return p == null ? name : `${name} ${probability(p)}`;
}

function DeclareDialog({ one, onClose }: { one: Case; onClose: () => void }) {
  const { value, set, drop } = useDraft(`critical.${one.id}`, '');
  const declare = useDeclareCritical(one.id);
  const submit = () =>
    declare.mutate(value.trim(), {
      onSuccess: () => {
        drop();
        toast({ title: words.declare.done });
        onClose();
      },
    });
  return (
    <FormDialog
      title={words.declare.title}
      says={words.declare.says}
      action={words.declare.action}
      busy={declare.isPending}
      fault={declare.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <Field label={words.declare.finding}>
        <TextArea
          required
          rows={3}
          maxLength={4000}
          value={value}
          onChange={(event) => set(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
