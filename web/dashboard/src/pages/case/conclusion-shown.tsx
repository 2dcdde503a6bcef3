import type { Case } from '@/api/cases';
import type { Panel } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { Tag } from '@/ui/tag';
import { conclusionWords as words } from '@/words/conclusion';
import { labelOf } from './impressions';
import { useNames } from './use-names';
import { useSaid } from './use-said';

/** What is concluded now, by whom and when. */
export function ConclusionShown({ one, panels }: { one: Case; panels: readonly Panel[] }) {
  const { conclusion } = one;
  const nameOf = useNames(one.id, [conclusion?.by]);
  const { you, at } = useSaid();
  if (!conclusion) return <p className="text-ink-3">{words.none}</p>;
  const by = nameOf(conclusion.by, you, words.somebody);
  return (
    <div className="flex max-w-[640px] flex-col gap-2 rounded-box border border-line p-3.5">
      <div className="flex flex-wrap items-center gap-2">
        <Tag
          tone={conclusion.status === 'preliminary' ? 'plain' : 'verified'}
          icon={conclusion.status === 'preliminary' ? undefined : 'tick'}
        >
          {words.stages[conclusion.status] ?? conclusion.status}
        </Tag>
        <span className="text-small text-ink-3">{words.byAt(by, at(conclusion.at))}</span>
      </div>
      {conclusion.impressions.length > 0 && (
        <ol className="flex flex-col gap-1">
          {conclusion.impressions.map(({ panel, label, name, icd10 }) => (
            <li key={`${panel} ${label}`} className="flex items-center gap-2 font-medium">
              <ClassSwatch code={labelOf(panels, { panel, label })?.code} />
              {name}
              {icd10 && <span className="text-small font-normal text-ink-3">{icd10}</span>}
            </li>
          ))}
        </ol>
      )}
      {conclusion.comment && <p className="whitespace-pre-wrap">{conclusion.comment}</p>}
      {conclusion.suggested_tests && (
        <p className="whitespace-pre-wrap">
          <span className="text-ink-3">{words.tests}: </span>
          {conclusion.suggested_tests}
        </p>
      )}
      {conclusion.amended_reason && (
        <p className="text-small text-ink-2">{words.amendedBecause(conclusion.amended_reason)}</p>
      )}
    </div>
  );
}
