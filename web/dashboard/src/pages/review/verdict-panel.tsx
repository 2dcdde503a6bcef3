import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Case } from '@/api/cases';
import type { Image } from '@/api/images';
import { usePanels } from '@/api/panels';
import { useMe } from '@/api/session';
import { useDeclareCritical } from '@/api/verdicts';
import { VerdictRows } from '@/blood/verdict-rows';
import { useKeys } from '@/keys/use-keys';
import { held, refused } from '@/outbox/outbox';
import { paths } from '@/paths';
import { useStore } from '@/store';
import { Button } from '@/ui/button';
import { usePhone } from '@/ui/media';
import { Note } from '@/ui/note';
import { ReasonDialog } from '@/ui/reason-dialog';
import { SidePanel } from '@/ui/side-panel';
import { Tag } from '@/ui/tag';
import { toast } from '@/ui/toast-store';
import { blood } from '@/words/blood';
import { probability } from '@/words/numbers';
import { review } from '@/words/review';
import { ImageFacts } from './image-facts';
import { ModelCardDialog } from './model-card-dialog';
import { currentPrediction } from './order';
import { ReadingNote } from './reading-note';
import { Refusal } from './refusal';
import { Standing } from './standing';
import { useNames } from './use-names';
import { useVerdict } from './use-verdict';
import { inSight, useVerdictDrawer } from './verdict-drawer';
import { VerdictForm } from './verdict-form';

interface VerdictPanelProps {
  image: Image;
  one: Case | undefined;
  onRecorded: (name: string) => void;
}

/** Beside the image: what the model says, what the reader decides, and what else is known. */
export function VerdictPanel({ image, one, onRecorded }: VerdictPanelProps) {
  const me = useMe();
  const panel = usePanels().get(image.panel);
  const prediction = currentPrediction(image, panel);
  const pending = useStore(held).find((verdict) => verdict.image === image.id);
  const refusal = useStore(refused).get(image.id);
  const nameOf = useNames();
  const [showOutside, setShowOutside] = useState(false);
  const [card, setCard] = useState(false);
  const phone = usePhone();
  const drawer = useVerdictDrawer();
  const form = inSight(useVerdict(image, panel, pending !== undefined, onRecorded), drawer);
  const reads = me.role === 'hematologist' && image.status !== 'voided' && !phone;
  useKeys(review.keys.title, [
    { keys: 'Shift+m', does: review.keys.card, run: () => setCard(true) },
  ]);

  return (
    <SidePanel
      drawer={drawer}
      handle
      label={review.verdict.label}
      className="w-[380px] gap-2.5 px-4 pt-2.5 pb-3 max-wide:w-[340px] max-rail:w-full max-rail:border-t max-rail:border-l-0"
    >
      <div className="flex min-h-6 items-center justify-between">
        <h2>{reads ? review.verdict.title : review.verdict.titleOthers}</h2>
        {reads && <Tag>{modeOf(image, prediction !== null)}</Tag>}
      </div>
      <Warnings image={image} one={one} />
      {refusal !== undefined && (
        <Refusal image={image} panel={panel} fault={refusal} nameOf={nameOf} />
      )}
      <Standing image={image} panel={panel} held={pending} nameOf={nameOf} />
      <ReadingNote
        image={image}
        panel={panel}
        prediction={prediction}
        showOutside={showOutside}
        onShowOutside={() => setShowOutside((shown) => !shown)}
      />
      {panel && reads && (
        <VerdictForm
          image={image}
          panel={panel}
          prediction={prediction}
          showOutside={showOutside}
          form={form}
        />
      )}
      {panel && !reads && (
        <>
          <VerdictRows
            label={review.verdict.label}
            labels={panel.labels.filter(({ retired }) => !retired)}
            prediction={prediction}
            showOutside={showOutside}
            value={image.verdict?.label ?? null}
            onChange={() => {}}
            disabled
          />
          <p className="text-small text-ink-3">
            {phone ? review.phone : review.readOnly(review.roles[me.role] ?? me.role)}
          </p>
        </>
      )}
      {['hematologist', 'technologist'].includes(me.role) && <Critical caseId={image.case_id} />}
      <ImageFacts
        image={image}
        panel={panel}
        prediction={prediction}
        nameOf={nameOf}
        onCard={() => setCard(true)}
      />
      {card && (
        <ModelCardDialog
          id={prediction?.model ?? panel?.active_model ?? null}
          onClose={() => setCard(false)}
        />
      )}
    </SidePanel>
  );
}

/** How a reading of the image now is one. */
function modeOf(image: Image, aided: boolean): string {
  if (image.blind) return blood.blind.short;
  return aided ? review.verdict.aided : review.verdict.unaided;
}

/** What has to be known before anything is decided. */
function Warnings({ image, one }: { image: Image; one: Case | undefined }) {
  const panel = usePanels().get(image.panel);
  const { suspected } = image;
  const name = panel?.labels.find(({ id }) => id === suspected?.label)?.name;
  return (
    <>
      {one?.critical && (
        <Note tone="critical" title={review.critical.waits}>
          {suspected && name && (
            <div>{review.critical.suspected(name, probability(suspected.p))}</div>
          )}
          <Link to={paths.case(one.id)}>{review.critical.open}</Link>
        </Note>
      )}
      {image.mix_up_suspected && (
        <Note tone="overdue" title={review.mixUp.title}>
          {review.mixUp.says}
        </Note>
      )}
    </>
  );
}

function Critical({ caseId }: { caseId: string }) {
  const [open, setOpen] = useState(false);
  const declare = useDeclareCritical(caseId);
  const words = review.critical;
  useKeys(review.keys.title, [{ keys: '!', does: review.keys.critical, run: () => setOpen(true) }]);
  return (
    <>
      <Button
        small
        look="quiet"
        keys="!"
        className="-ml-2 self-start"
        onClick={() => setOpen(true)}
      >
        {words.declare}
      </Button>
      <ReasonDialog
        open={open}
        onOpenChange={setOpen}
        title={words.title}
        says={words.says}
        label={words.label}
        action={words.action}
        onConfirm={async (finding) => {
          await declare.mutateAsync(finding);
          toast({ title: words.done });
        }}
      />
    </>
  );
}
