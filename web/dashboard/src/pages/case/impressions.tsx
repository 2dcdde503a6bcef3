import type { Panel } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { IconButton } from '@/ui/button';
import { Select } from '@/ui/field';
import { Icon } from '@/ui/icon';
import { conclusionWords } from '@/words/conclusion';

const words = conclusionWords.impressions;

export interface Impression {
  panel: string;
  label: string;
}

const slot = ({ panel, label }: Impression) => `${panel} ${label}`;
export const labelOf = (panels: readonly Panel[], { panel, label }: Impression) =>
  panels.find(({ id }) => id === panel)?.labels.find(({ id }) => id === label);

interface ImpressionsProps {
  panels: readonly Panel[];
  value: readonly Impression[];
  onChange: (value: Impression[]) => void;
}

/** What the morphology is consistent with, the leading one first. */
export function Impressions({ panels, value, onChange }: ImpressionsProps) {
  const has = new Set(value.map(slot));
  const swap = (at: number, to: number) => {
    const next = [...value];
    const [moved] = next.splice(at, 1);
    if (moved) next.splice(to, 0, moved);
    onChange(next);
  };
  const add = (text: string) => {
    const [panel, label] = text.split(' ');
    if (panel && label) onChange([...value, { panel, label }]);
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 text-label font-medium text-ink-3">
        {words.title}. {words.says}
      </legend>
      {value.map((one, at) => {
        const label = labelOf(panels, one);
        const name = label?.name ?? one.label;
        return (
          <div
            key={slot(one)}
            className="flex h-9 items-center gap-2 rounded-box border border-line pr-1 pl-2.5"
          >
            <span className="w-4 text-ink-3">{at + 1}</span>
            <ClassSwatch code={label?.code} />
            <span className="truncate">{name}</span>
            {label?.critical && <Icon name="triangle" size={13} className="text-critical" />}
            {label?.icd10 && <span className="text-small text-ink-3">{label.icd10}</span>}
            <span className="ml-auto flex">
              <IconButton
                small
                icon="up"
                label={words.earlier(name)}
                disabled={at === 0}
                className="disabled:invisible"
                onClick={() => swap(at, at - 1)}
              />
              <IconButton
                small
                icon="down"
                label={words.later(name)}
                disabled={at === value.length - 1}
                className="disabled:invisible"
                onClick={() => swap(at, at + 1)}
              />
              <IconButton
                small
                icon="close"
                label={words.remove(name)}
                onClick={() => onChange(value.filter((other) => other !== one))}
              />
            </span>
          </div>
        );
      })}
      <Select aria-label={words.add} value="" onChange={(event) => add(event.target.value)}>
        <option value="">{words.add}</option>
        {panels.map((panel) => (
          <optgroup key={panel.id} label={panel.title}>
            {panel.labels
              .filter((label) => !label.retired && !has.has(`${panel.id} ${label.id}`))
              .map((label) => (
                <option key={label.id} value={`${panel.id} ${label.id}`}>
                  {label.name}
                </option>
              ))}
          </optgroup>
        ))}
      </Select>
    </fieldset>
  );
}
