import type { Case } from '@/api/cases';
import { usePanels } from '@/api/panels';
import { useMe } from '@/api/session';
import { useCaseNow, useLead } from '@/api/use-case-now';
import type { Work } from '@/api/work';
import { CaseState, isOverdue } from '@/blood/case-state';
import { certaintyOf } from '@/blood/certainty';
import { CertaintyWord } from '@/blood/certainty-word';
import { LeadingClass } from '@/blood/leading-class';
import { Thumbnail } from '@/blood/thumbnail';
import { Avatar } from '@/ui/avatar';
import { cx } from '@/ui/cx';
import { useNow } from '@/ui/use-now';
import { count } from '@/words/numbers';
import { dueIn, when } from '@/words/time';
import { worklistWords as words } from '@/words/worklist';
import { claimantOf } from './keep';

interface Of {
  work: Work;
}

export const StateCell = ({ work }: Of) => <CaseState one={useCaseNow(work.case)} now={useNow()} />;

export function ThumbnailCell({ work, size }: Of & { size?: number }) {
  const lead = useLead(work);
  const prediction = lead?.predictions.at(-1);
  const shown = lead?.renditions ? lead.id : undefined;
  return <Thumbnail id={shown} size={size} outside={prediction && !prediction.inside} />;
}

export function PanelCell({ work }: Of) {
  const lead = useLead(work);
  const panel = usePanels().get(lead?.panel ?? '');
  return <span className="text-ink-2">{panel?.title ?? lead?.panel}</span>;
}

/** The leading class of the image that presses most, or why there is none. */
export function LeadingCell({ work }: Of) {
  const one = useCaseNow(work.case);
  const lead = useLead(work);
  const panels = usePanels();
  if (lead === undefined) return null;
  if (lead === null || one.images_total === 0)
    return <span className="text-ink-3">{words.noImages}</span>;
  const prediction = lead.predictions.at(-1);
  if (prediction) return <LeadingClass panel={lead.panel} prediction={prediction} />;
  const panel = panels.get(lead.panel);
  const why = panel && !panel.active_model ? words.noModel : words.notAnswered;
  return <span className="text-ink-3">{why}</span>;
}

export function CertaintyCell({ work }: Of) {
  const prediction = useLead(work)?.predictions.at(-1);
  return prediction ? <CertaintyWord certainty={certaintyOf(prediction)} /> : null;
}

export function ImagesCell({ work }: Of) {
  const { images_total, images_unverified } = useCaseNow(work.case);
  return (
    <span title={words.unread(images_unverified, images_total)}>
      {images_unverified < images_total && (
        <span className="text-ink-3">{count(images_total - images_unverified)}/</span>
      )}
      {count(images_total)}
    </span>
  );
}

export const ReceivedCell = ({ work }: Of) => (
  <span className="text-ink-3">{when(useCaseNow(work.case).received_at)}</span>
);

export function DueCell({ work }: Of) {
  const one = useCaseNow(work.case);
  const now = useNow();
  if (one.status === 'concluded') return null;
  const tone = one.critical
    ? 'font-semibold text-critical'
    : isOverdue(one, now) && 'font-semibold text-overdue';
  return (
    <time dateTime={one.due_at} title={when(one.due_at)} className={cx(tone)}>
      {dueIn(one.due_at, now)}
    </time>
  );
}

export function ClaimCell({ work }: Of) {
  const one = useCaseNow(work.case);
  const me = useMe();
  const claimant = claimantOf(one, useNow());
  if (claimant === null) return <span className="text-ink-3">{words.free}</span>;
  const own = claimant === me.id;
  return (
    <span className="inline-flex items-center gap-2" title={claimUntil(one)}>
      {own && <Avatar name={me.full_name} size={20} />}
      {own ? words.you : words.another}
    </span>
  );
}

const claimUntil = ({ claim }: Case) => (claim ? words.until(when(claim.until)) : undefined);
