import { Button, IconButton } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { Input } from '@/ui/field';
import { panelWords } from '@/words/panels';
import { added, type DraftLabel, moved } from './draft';

const words = panelWords.revise;

interface LabelRowsProps {
  labels: readonly DraftLabel[];
  onChange: (labels: readonly DraftLabel[]) => void;
}

/** The classes of a panel, in their order: renamed, moved, marked, retired, and new ones added. */
export function LabelRows({ labels, onChange }: LabelRowsProps) {
  const change = (at: number, part: Partial<DraftLabel>) => {
    const one = labels[at];
    if (one) onChange(labels.with(at, { ...one, ...part }));
  };
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="pb-1 text-label font-medium text-ink-3">{words.classes}</legend>
      {labels.map((label, at) => {
        const name = label.name || words.newClass;
        return (
          <div
            key={label.row}
            role="group"
            aria-label={name}
            className="grid grid-cols-[auto_minmax(0,1fr)_72px_84px_auto_auto] items-center gap-2"
          >
            <span className="flex">
              <IconButton
                icon="up"
                small
                label={words.up(name)}
                disabled={at === 0}
                onClick={() => onChange(moved(labels, at, -1))}
              />
              <IconButton
                icon="down"
                small
                label={words.down(name)}
                disabled={at === labels.length - 1}
                onClick={() => onChange(moved(labels, at, 1))}
              />
            </span>
            <Input
              aria-label={words.name}
              required
              maxLength={200}
              value={label.name}
              onChange={({ target }) => change(at, { name: target.value })}
            />
            <Input
              aria-label={words.code}
              placeholder={words.code}
              required
              maxLength={8}
              value={label.code}
              onChange={({ target }) => change(at, { code: target.value })}
            />
            <Input
              aria-label={words.icd10}
              placeholder={words.icd10}
              maxLength={16}
              value={label.icd10}
              onChange={({ target }) => change(at, { icd10: target.value })}
            />
            <Checkbox
              checked={label.critical}
              onChange={({ target }) => change(at, { critical: target.checked })}
            >
              {panelWords.critical}
            </Checkbox>
            {label.id === null ? (
              <Button
                small
                look="quiet"
                onClick={() => onChange(labels.filter(({ row }) => row !== label.row))}
              >
                {words.takeAway}
              </Button>
            ) : (
              <Checkbox
                checked={label.retired}
                onChange={({ target }) => change(at, { retired: target.checked })}
              >
                {words.retired}
              </Checkbox>
            )}
          </div>
        );
      })}
      <Button small className="self-start" onClick={() => onChange(added(labels))}>
        {words.add}
      </Button>
    </fieldset>
  );
}
