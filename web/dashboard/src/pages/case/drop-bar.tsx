import type { Panel } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { cx } from '@/ui/cx';
import { Kbd } from '@/ui/kbd';
import { blood } from '@/words/blood';
import { caseWords as words } from '@/words/case';
import { ABSTENTIONS } from './groups';

/** While cells are dragged: every class, also those that have no cell yet. */
export function DropBar({ panel, over }: { panel: Panel; over: string | null }) {
  const classes = panel.labels.filter(({ retired }) => !retired);
  return (
    <div
      role="presentation"
      className="absolute inset-x-4 top-1 z-20 flex flex-wrap items-center gap-1.5 rounded-box bg-raised p-2 shadow-float"
    >
      <span className="px-1 text-small text-ink-3">{words.gallery.drop}</span>
      {classes.map(({ id, name, code }, at) => (
        <Target key={id} id={id} name={name} code={code} over={over === id} keys={String(at + 1)} />
      ))}
      {ABSTENTIONS.map((id) => (
        <Target key={id} id={id} name={blood.verdicts[id] ?? id} over={over === id} />
      ))}
    </div>
  );
}

interface TargetProps {
  id: string;
  name: string;
  code?: string;
  over: boolean;
  keys?: string;
}

const Target = ({ id, name, code, over, keys }: TargetProps) => (
  <span
    data-group={id}
    className={cx(
      'inline-flex h-8 items-center gap-2 rounded-box border px-2 text-small',
      over ? 'border-accent bg-accent-soft text-accent' : 'border-line-strong',
    )}
  >
    <ClassSwatch code={code} />
    {name}
    {keys && <Kbd keys={keys} />}
  </span>
);
