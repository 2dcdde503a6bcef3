import type { ListedCase } from '@/api/cases';
import { usePanels } from '@/api/panels';
import { useMe } from '@/api/session';
import { useCaseNow } from '@/api/use-case-now';
import { CaseState, isOverdue } from '@/blood/case-state';
import { certaintyOf } from '@/blood/certainty';
import { CertaintyWord } from '@/blood/certainty-word';
import { LeadingClass } from '@/blood/leading-class';
import { Thumbnail } from '@/blood/thumbnail';
import { Avatar } from '@/ui/avatar';
import { cx } from '@/ui/cx';
import { useNow } from '@/ui/use-now';
import { blood } from '@/words/blood';
import { count } from '@/words/numbers';
import { dueIn, when } from '@/words/time';
import { worklistWords as words } from '@/words/worklist';
import { claimantOf } from './next';

interface Of {
  row: ListedCase;
}

/** What the model says of the image to be read first; null before it has, and in a blind reading. */
function predictionOf({ lead }: ListedCase) {
  if (!lead?.label || lead.inside == null || lead.confidence == null) return null;
  return { label: lead.label, inside: lead.inside, confidence: lead.confidence };
}

export const StateCell = ({ row }: Of) => <CaseState one={useCaseNow(row)} now={useNow()} />;

export function ThumbnailCell({ row, size }: Of & { size?: number }) {
  const { lead } = useCaseNow(row);
  return <Thumbnail id={lead?.image_id} size={size} outside={lead?.inside === false} />;
}

export function PanelCell({ row }: Of) {
  const { lead, panels } = useCaseNow(row);
  const known = usePanels();
  const names = (lead ? [lead.panel] : panels).map((id) => known.get(id)?.title ?? id);
  return <span className="text-ink-2">{names.join(', ')}</span>;
}

/** The leading class of the image that presses most, or why there is none. */
export function LeadingCell({ row }: Of) {
  const one = useCaseNow(row);
  const panels = usePanels();
  const prediction = predictionOf(one);
  if (one.lead && prediction)
    return <LeadingClass panel={one.lead.panel} prediction={prediction} />;
  return <span className="text-ink-3">{whyNone(one, panels.get(one.lead?.panel ?? ''))}</span>;
}

function whyNone({ images_total, lead }: ListedCase, panel?: { active_model?: string | null }) {
  if (images_total === 0) return words.noImages;
  if (!lead) return words.allRead;
  if (lead.blind) return blood.blind.short;
  return panel && !panel.active_model ? words.noModel : words.notAnswered;
}

export function CertaintyCell({ row }: Of) {
  const prediction = predictionOf(useCaseNow(row));
  return prediction && <CertaintyWord certainty={certaintyOf(prediction)} />;
}

export function ImagesCell({ row }: Of) {
  const { images_total, images_unverified } = useCaseNow(row);
  return (
    <span title={words.unread(images_unverified, images_total)}>
      {images_unverified < images_total && (
        <span className="text-ink-3">{count(images_total - images_unverified)}/</span>
      )}
      {count(images_total)}
    </span>
  );
}

export const ReceivedCell = ({ row }: Of) => (
  <span className="text-ink-3">{when(useCaseNow(row).received_at)}</span>
);

export function DueCell({ row }: Of) {
  const one = useCaseNow(row);
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

export function ClaimCell({ row }: Of) {
  const one = useCaseNow(row);
  const me = useMe();
  const claimant = claimantOf(one, useNow());
  if (claimant === null) return <span className="text-ink-3">{words.free}</span>;
  const name = claimant === me.id ? words.you : (one.claimed_by_name ?? words.another);
  const until = one.claim ? words.until(when(one.claim.until)) : '';
  return (
    <span className="flex items-center gap-2" title={`${name}, ${until}`}>
      <Avatar name={claimant === me.id ? me.full_name : name} size={20} />
      <span className="truncate">{name}</span>
    </span>
  );
}
