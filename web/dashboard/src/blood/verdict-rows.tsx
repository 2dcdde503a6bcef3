import { RadioGroup } from 'radix-ui';
import type { Prediction } from '@/api/images';
import type { Label } from '@/api/panels';
import { cx } from '@/ui/cx';
import { Icon } from '@/ui/icon';
import { Kbd } from '@/ui/kbd';
import { blood } from '@/words/blood';
import { probability } from '@/words/numbers';
import { certaintyOf } from './certainty';
import { ClassSwatch } from './class-swatch';
import { ProbabilityBar } from './probability-bar';

interface VerdictRowsProps {
  /** The name of the group, read out first. */
  label: string;
  /** The panel's classes, in the panel's order. */
  labels: readonly Label[];
  /** None: not answered yet, or hidden in a blind reading. The rows are then without bars. */
  prediction: Prediction | null;
  /** Outside what the model knows its numbers are folded away until asked for. */
  showOutside?: boolean;
  value: string | null;
  onChange: (label: string) => void;
  disabled?: boolean;
}

/** Reading and deciding on one line: key, class, the model's bar, its number. Selecting does not commit. */
export function VerdictRows({
  label,
  labels,
  prediction,
  showOutside,
  value,
  onChange,
  disabled,
}: VerdictRowsProps) {
  const ink = prediction ? certaintyOf(prediction) : 'sure';
  const numbers =
    prediction && (ink !== 'outside' || showOutside) ? prediction.probabilities : null;
  const numberOf = (id: string) => numbers?.find((one) => one.label === id)?.p;
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={onChange}
      disabled={disabled}
      className="-mx-2 flex flex-col"
    >
      {labels.map((one, place) => (
        <Row
          key={one.id}
          label={one}
          place={place + 1}
          p={numberOf(one.id)}
          ink={ink}
          selected={value === one.id}
        />
      ))}
    </RadioGroup.Root>
  );
}

interface RowProps {
  label: Label;
  place: number;
  p: number | undefined;
  ink: 'sure' | 'unsure' | 'outside';
  selected: boolean;
}

function Row({ label, place, p, ink, selected }: RowProps) {
  const number = p === undefined ? null : probability(p);
  const said = number === null ? label.name : blood.probabilityOf(label.name, number);
  return (
    <RadioGroup.Item
      value={label.id}
      aria-label={label.critical ? `${said}, ${blood.critical}` : said}
      className={cx(
        'grid h-8 flex-none grid-cols-[20px_minmax(0,1fr)_80px_34px] items-center gap-2 rounded-box border px-2 text-left max-rail:h-11 max-rail:grid-cols-[minmax(0,1fr)_80px_34px]',
        selected
          ? 'border-accent bg-accent-soft font-semibold'
          : 'border-transparent hover:bg-hover disabled:hover:bg-transparent',
      )}
    >
      <Kbd keys={String(place)} />
      <span className={cx('flex min-w-0 items-center gap-2', p === undefined && 'col-span-3')}>
        <ClassSwatch code={label.code} ink={p === undefined ? 'sure' : ink} />
        <span className="truncate" title={label.name}>
          {label.name}
        </span>
        {label.critical && <Icon name="triangle" size={13} className="text-critical" />}
      </span>
      {p !== undefined && (
        <>
          <ProbabilityBar p={p} code={label.code} ink={ink} />
          <span className={cx('text-right', selected ? 'text-ink' : 'text-ink-2')}>{number}</span>
        </>
      )}
    </RadioGroup.Item>
  );
}
