import { type Label, usePanels } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { Button } from '@/ui/button';
import { FilterChip } from '@/ui/filter-chip';
import { Icon } from '@/ui/icon';
import { blood } from '@/words/blood';
import { imageListWords } from '@/words/images';
import { onDay } from '@/words/time';
import { EITHER, type ImagesSearch, STATUSES } from './search';

const words = imageListWords.filters;

const classOption = ({ id, name, code }: Label) => ({
  value: id,
  label: name,
  before: <ClassSwatch code={code} />,
});
const abstentions = Object.entries(blood.verdicts).map(([value, label]) => ({ value, label }));

interface FiltersProps {
  search: ImagesSearch;
  set: (change: Partial<ImagesSearch>) => void;
}

export function Filters({ search, set }: FiltersProps) {
  const panels = [...usePanels().values()];
  const classes = panels
    .filter(({ id }) => !search.panel || id === search.panel)
    .flatMap(({ labels }) => labels.map(classOption));
  return (
    <span className="flex flex-wrap gap-2">
      <FilterChip
        label={words.panel}
        any={words.anyPanel}
        value={search.panel}
        options={panels.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(panel) => set({ panel, predicted: undefined, verdict: undefined })}
      />
      <FilterChip
        label={words.status}
        any={words.anyStatus}
        value={search.status}
        options={STATUSES.map((value) => ({ value, label: words.statuses[value] }))}
        onChange={(status) => set({ status })}
      />
      <FilterChip
        label={words.predicted}
        any={words.anyPredicted}
        value={search.predicted}
        options={classes}
        onChange={(predicted) => set({ predicted })}
      />
      <FilterChip
        label={words.verdict}
        any={words.anyVerdict}
        value={search.verdict}
        options={[...classes, ...abstentions]}
        onChange={(verdict) => set({ verdict })}
      />
      {EITHER.map((one) => (
        <FilterChip
          key={one}
          label={words[one].label}
          any={words[one].any}
          value={search[one] === undefined ? undefined : search[one] ? 'yes' : 'no'}
          options={[
            { value: 'yes', label: words[one].yes },
            { value: 'no', label: words[one].no },
          ]}
          onChange={(value) => set({ [one]: value && value === 'yes' })}
        />
      ))}
      {search.uploaded && (
        <Button small onClick={() => set({ uploaded: undefined })}>
          {words.uploaded(onDay(search.uploaded))}
          <Icon name="close" size={12} />
        </Button>
      )}
    </span>
  );
}
