import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { caseQuery } from '@/api/cases';
import { panelsQuery } from '@/api/panels';
import { patientQuery } from '@/api/patients';
import { useMe } from '@/api/session';
import { CasePicker } from '@/blood/case-picker/case-picker';
import { IdentityBar } from '@/blood/identity-bar';
import { useKeys } from '@/keys/use-keys';
import { Page } from '@/shell/page';
import { useStore } from '@/store';
import { Button } from '@/ui/button';
import { usePhone } from '@/ui/media';
import { Note } from '@/ui/note';
import { toast } from '@/ui/toast-store';
import { bytes } from '@/words/bytes';
import { say } from '@/words/problems';
import { uploadWords as words } from '@/words/upload';
import { DropZone } from './drop-zone';
import type { Found } from './entries';
import { figuresOf } from './figures';
import { FilesCard } from './files-card';
import { LooksCard } from './looks-card';
import { ProgressCard } from './progress-card';
import { paused, retried } from './queue';
import { belongsTo, change, enqueue, meter, queue as queueStore } from './runner';
import { SettingFields } from './setting-fields';
import { useAnswers } from './use-answers';
import { isScale, opticsOf, useSetting } from './use-setting';

export function UploadPage() {
  const me = useMe();
  const phone = usePhone();
  const { case: caseId } = useSearch({ from: '/in/upload' });
  const navigate = useNavigate();
  const [picking, setPicking] = useState(false);
  const [setting, setSetting] = useSetting();
  const queue = useStore(queueStore);
  const figures = figuresOf(queue);
  const panels = useQuery(panelsQuery).data ?? [];
  const one = useQuery({ ...caseQuery(caseId ?? ''), enabled: caseId !== undefined });
  const patientId = one.data?.patient_id;
  const patient = useQuery({ ...patientQuery(patientId ?? ''), enabled: patientId !== undefined });
  const panel = panels.find(({ id }) => id === setting.panel) ?? panels[0];
  const ready = Boolean(one.data && patient.data && panel && isScale(setting.microns_per_pixel));
  useEffect(() => belongsTo(me.id), [me.id]);
  useAnswers();
  useTick(figures.sending > 0);

  const add = (found: readonly Found[]) => {
    if (!one.data || !patient.data || !panel) return;
    const twice = enqueue(found, {
      caseId: one.data.id,
      patientId: one.data.patient_id,
      accession: one.data.accession ?? null,
      number: patient.data.number,
      panel: panel.id,
      optics: opticsOf(setting),
    });
    if (twice > 0) toast({ title: words.drop.twice(twice) });
  };
  const choose = ({ id }: { id: string }) => {
    setPicking(false);
    void navigate({ to: '/upload', search: { case: id }, replace: true });
  };

  const open = figures.all - figures.ended;
  useKeys(words.keys.title, [
    {
      keys: 'p',
      does: words.keys.pause,
      hint: words.keys.pause,
      off: open === 0,
      run: () => change((now) => paused(now, !now.paused)),
    },
    {
      keys: 't',
      does: words.keys.retry,
      hint: words.keys.retry,
      off: figures.failed === 0 && queue.heldUntil === null,
      run: () => change(retried),
    },
  ]);
  const rate = figures.sending > 0 ? meter.rate(Date.now()) : null;

  return (
    <Page
      title={words.title}
      live={!phone}
      identity={phone && caseId ? <IdentityBar patient={patient.data} one={one.data} /> : undefined}
      status={rate === null ? words.status.idle : words.status.rate(bytes(rate))}
      beside={
        <>
          {caseId && !phone && <IdentityBar patient={patient.data} one={one.data} />}
          <Button small look="quiet" className="max-rail:hidden" onClick={() => setPicking(true)}>
            {caseId ? words.changeCase : words.chooseCase}
          </Button>
        </>
      }
    >
      <div className="flex min-h-0 grow flex-col gap-3 overflow-auto px-4 py-3.5 max-rail:px-3">
        {(one.error || patient.error) && (
          <Note tone="overdue" title={say(one.error ?? patient.error).title} alert>
            {say(one.error ?? patient.error).text}
          </Note>
        )}
        {!caseId && (
          <Note title={words.needsCase.title} className="flex-none">
            <p>{words.needsCase.says}</p>
            <Button small look="primary" className="mt-2" onClick={() => setPicking(true)}>
              {words.chooseCase}
            </Button>
          </Note>
        )}
        {phone && caseId && (
          <Button className="self-start" onClick={() => setPicking(true)}>
            {words.changeCase}
          </Button>
        )}
        <DropZone disabled={!ready} onFiles={add} />
        <SettingFields
          panels={panels}
          setting={{ ...setting, panel: panel?.id ?? '' }}
          onChange={setSetting}
        />
        {figures.all > 0 && (
          <ProgressCard queue={queue} figures={figures} rate={rate} caseId={caseId} />
        )}
        <div className="grid min-h-[300px] grow basis-0 grid-cols-[minmax(0,1fr)_384px] grid-rows-[minmax(0,1fr)] gap-3 max-wide:grid-cols-1 max-wide:grid-rows-[420px_auto] max-wide:grow-0 max-wide:basis-auto">
          <FilesCard queue={queue} figures={figures} />
          <LooksCard files={queue.files} />
        </div>
      </div>
      {picking && <CasePicker onChoose={choose} onClose={() => setPicking(false)} />}
    </Page>
  );
}

/** Draws anew each second, so that the time left runs down. */
function useTick(on: boolean): void {
  const [, tick] = useState(0);
  useEffect(() => {
    if (!on) return;
    const timer = setInterval(() => tick((count) => count + 1), 1000);
    return () => clearInterval(timer);
  }, [on]);
}
