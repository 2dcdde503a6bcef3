import { useState } from 'react';
import type { Case } from '@/api/cases';
import type { Panel } from '@/api/panels';
import { useMe } from '@/api/session';
import { readDraft } from '@/drafts/drafts';
import { Button } from '@/ui/button';
import { usePhone } from '@/ui/media';
import { Note } from '@/ui/note';
import { blood } from '@/words/blood';
import { conclusionWords as words } from '@/words/conclusion';
import { shell } from '@/words/shell';
import { ConclusionForm, draftOf } from './conclusion-form';
import { ConclusionShown } from './conclusion-shown';
import { CriticalSection } from './critical-section';

interface ConclusionTabProps {
  one: Case;
  number: string;
  panels: readonly Panel[];
}

/** What is concluded, the form to conclude, and the critical findings beside it. */
export function ConclusionTab({ one, number, panels }: ConclusionTabProps) {
  return (
    <div className="grid min-h-0 grow grid-cols-[minmax(0,640px)_minmax(300px,420px)] content-start gap-x-10 gap-y-6 overflow-auto p-4 max-wide:grid-cols-1">
      <section className="flex flex-col gap-4">
        <h2>{words.title}</h2>
        {one.blind && (
          <Note title={blood.blind.title} className="max-w-[640px]">
            {blood.blind.conclusion}
          </Note>
        )}
        {(one.conclusion || !one.blind) && <ConclusionShown one={one} panels={panels} />}
        {!one.withdrawn && <Form one={one} panels={panels} />}
      </section>
      <CriticalSection one={one} number={number} panels={panels} />
    </div>
  );
}

function Form({ one, panels }: { one: Case; panels: readonly Panel[] }) {
  const { role } = useMe();
  const phone = usePhone();
  if (role !== 'hematologist')
    return <Note title={words.role(shell.roles[role].toLowerCase())} className="max-w-[640px]" />;
  if (phone) return <Note title={words.phone} />;
  // A conclusion that was recorded begins another form.
  return <Opened key={one.conclusion?.at ?? 'first'} one={one} panels={panels} />;
}

/** What is final is amended on request; a draft of it opens by itself. */
function Opened({ one, panels }: { one: Case; panels: readonly Panel[] }) {
  const me = useMe();
  const status = one.conclusion?.status;
  const final = status === 'final' || status === 'amended';
  const [open, setOpen] = useState(!final || readDraft(me.id, draftOf(one.id)) !== null);
  if (open) return <ConclusionForm one={one} panels={panels} />;
  return (
    <Button className="self-start" onClick={() => setOpen(true)}>
      {words.actions.open}
    </Button>
  );
}
