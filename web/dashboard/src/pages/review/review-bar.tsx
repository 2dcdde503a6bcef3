import { Link } from '@tanstack/react-router';
import type { Case } from '@/api/cases';
import type { Patient } from '@/api/patients';
import { IdentityBar } from '@/blood/identity-bar';
import { paths } from '@/paths';
import { buttonLook } from '@/ui/button';
import { Icon } from '@/ui/icon';
import { Kbd } from '@/ui/kbd';
import { usePhone } from '@/ui/media';
import { Tag } from '@/ui/tag';
import { Tooltip } from '@/ui/tooltip';
import { blood } from '@/words/blood';
import { review } from '@/words/review';
import { age, dueIn, when } from '@/words/time';
import { listOf, type ReviewSearch } from './search';
import { useNames } from './use-names';

/** The identifiers and what else says whose image this is, with the way back. */
export function Whose({
  search,
  patient,
  one,
}: {
  search: ReviewSearch;
  patient: Patient | undefined;
  one: Case | undefined;
}) {
  const phone = usePhone();
  const facts = [
    patient?.sex && blood.sexes[patient.sex],
    age(patient?.born_on),
    one && (blood.specimens[one.specimen] ?? one.specimen),
    one?.stain,
    one && review.received(when(one.received_at)),
  ];
  const back = wayBack(search, one);
  return (
    <>
      <Link
        to={back.to}
        search={back.search as never}
        className={`${buttonLook('quiet', true)} -ml-2 max-rail:hidden`}
      >
        <Icon name={back.icon} size={14} />
        {back.name}
      </Link>
      <IdentityBar patient={patient} one={one}>
        {!phone && facts.filter(Boolean).join(' · ')}
      </IdentityBar>
    </>
  );
}

/** To the list that the images are gone through, as it was filtered. */
function wayBack(search: ReviewSearch, one: Case | undefined) {
  const { panel, predicted, critical, mix_up, q } = search;
  if (search.list)
    return {
      to: paths.images,
      search: listOf(search),
      icon: 'panel' as const,
      name: review.images,
    };
  if (search.worklist)
    return {
      to: paths.worklist,
      search: { panel, predicted, critical, mix_up, q },
      icon: 'worklist' as const,
      name: review.worklist,
    };
  const to = one ? paths.case(one.id) : paths.cases;
  return { to, search: {}, icon: 'case' as const, name: review.case };
}

/** How soon the case is wanted, and who works on it. */
export function Urgency({ one }: { one: Case | undefined }) {
  const nameOf = useNames();
  if (!one) return null;
  const left = dueIn(one.due_at);
  const overdue = left.startsWith('−');
  return (
    <span className="flex items-center gap-2 max-rail:hidden">
      {one.priority !== 'routine' && <Tag>{blood.priorities[one.priority] ?? one.priority}</Tag>}
      {one.status !== 'concluded' && (
        <Tag icon="clock" tone={overdue ? 'overdue' : 'plain'}>
          {overdue ? review.overdue(left.slice(1)) : review.dueIn(left)}
        </Tag>
      )}
      {one.claim && (
        <span className="text-small whitespace-nowrap text-ink-3 max-wide:hidden">
          {review.claimedBy(nameOf(one.claim.by))}
        </span>
      )}
    </span>
  );
}

interface StepsProps {
  words: string;
  onNext: (() => void) | undefined;
  onPrevious: (() => void) | undefined;
}

/** Where the image is in the queue, and the way to its neighbours. */
export function Steps({ words, onNext, onPrevious }: StepsProps) {
  const step = (keys: string, label: string, go: (() => void) | undefined) => (
    <Tooltip text={label} keys={keys}>
      <button
        type="button"
        aria-label={label}
        disabled={!go}
        onMouseDown={(event) => event.preventDefault()}
        onClick={go}
        className="grid size-[26px] place-items-center rounded-box border border-line-strong enabled:hover:bg-hover disabled:opacity-50 max-rail:size-11"
      >
        <Kbd keys={keys} />
        <Icon name={keys === 'k' ? 'left' : 'right'} className="rail:hidden" />
      </button>
    </Tooltip>
  );
  return (
    <>
      <span className="text-small font-semibold whitespace-nowrap max-rail:hidden">{words}</span>
      <span className="flex gap-1">
        {step('k', review.previous, onPrevious)}
        {step('j', review.next, onNext)}
      </span>
    </>
  );
}
