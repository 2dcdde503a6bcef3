import { usePanels } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { FilterChip } from '@/ui/filter-chip';
import { blood } from '@/words/blood';
import { worklistWords } from '@/words/worklist';
import { AGES, type Age, CLAIMS, PRIORITIES, type WorklistSearch } from './search';

const words = worklistWords.filters;

interface FiltersProps {
  search: WorklistSearch;
  set: (change: Partial<WorklistSearch>) => void;
}

/** What narrows the list; all of it stands in the address. */
export function Filters({ search, set }: FiltersProps) {
  const panels = [...usePanels().values()];
  const labels = panels
    .filter(({ id }) => !search.panel || id === search.panel)
    .flatMap((panel) => panel.labels.filter(({ retired }) => !retired));
  return (
    <div className="flex gap-2 overflow-x-auto p-1 -m-1 max-rail:hidden">
      <FilterChip
        label={words.panel}
        any={words.anyPanel}
        value={search.panel}
        options={panels.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(panel) => set({ panel, predicted: undefined })}
      />
      <FilterChip
        label={words.predicted}
        any={words.anyClass}
        value={search.predicted}
        options={labels.map(({ id, name, code }) => ({
          value: id,
          label: name,
          before: <ClassSwatch code={code} />,
        }))}
        onChange={(predicted) => set({ predicted })}
      />
      <FilterChip
        label={words.age}
        any={words.anyAge}
        value={search.age}
        options={(Object.keys(AGES) as Age[]).map((age) => ({
          value: age,
          label: words.ages[age],
        }))}
        onChange={(age) => set({ age })}
      />
      <FilterChip
        label={words.priority}
        any={words.anyPriority}
        value={search.priority}
        options={PRIORITIES.map((priority) => ({
          value: priority,
          label: blood.priorities[priority] ?? priority,
        }))}
        onChange={(priority) => set({ priority })}
      />
      {search.tab !== 'mine' && (
        <FilterChip
          label={words.claim}
          any={words.anyClaim}
          value={search.claim}
          options={CLAIMS.map((claim) => ({
            value: claim,
            label: words.claims[claim],
          }))}
          onChange={(claim) => set({ claim })}
        />
      )}
    </div>
  );
}
