import { usePanels } from '@/api/panels';
import { Button } from '@/ui/button';
import { FilterChip } from '@/ui/filter-chip';
import { Icon } from '@/ui/icon';
import { blood } from '@/words/blood';
import { caseListWords } from '@/words/cases';
import { onDay } from '@/words/time';
import { type CasesSearch, PRIORITIES, STATUSES } from './search';

const words = caseListWords.filters;

/** Yes or no as a choice of words; undefined is either. */
const choice = (value: boolean | undefined) =>
  value === undefined ? undefined : value ? ('yes' as const) : ('no' as const);
const meant = (value: 'yes' | 'no' | undefined) =>
  value === undefined ? undefined : value === 'yes';
const options = (names: { yes: string; no: string }) =>
  (['yes', 'no'] as const).map((value) => ({ value, label: names[value] }));

interface FiltersProps {
  search: CasesSearch;
  set: (change: Partial<CasesSearch>) => void;
}

export function Filters({ search, set }: FiltersProps) {
  const panels = [...usePanels().values()];
  return (
    <>
      <FilterChip
        label={words.status}
        any={words.anyStatus}
        value={search.status}
        options={STATUSES.map((value) => ({
          value,
          label: caseListWords.statuses[value] ?? value,
        }))}
        onChange={(status) => set({ status })}
      />
      <FilterChip
        label={words.priority}
        any={words.anyPriority}
        value={search.priority}
        options={PRIORITIES.map((value) => ({ value, label: blood.priorities[value] ?? value }))}
        onChange={(priority) => set({ priority })}
      />
      <FilterChip
        label={words.panel}
        any={words.anyPanel}
        value={search.panel}
        options={panels.map(({ id, title }) => ({ value: id, label: title }))}
        onChange={(panel) => set({ panel })}
      />
      <FilterChip
        label={words.critical}
        any={words.anyCritical}
        value={choice(search.critical)}
        options={options(words.criticals)}
        onChange={(value) => set({ critical: meant(value) })}
      />
      <FilterChip
        label={words.overdue}
        any={words.anyOverdue}
        value={choice(search.overdue)}
        options={options(words.overdues)}
        onChange={(value) => set({ overdue: meant(value) })}
      />
      {search.received && (
        <Button small onClick={() => set({ received: undefined })}>
          {words.received(onDay(search.received))}
          <Icon name="close" size={12} />
        </Button>
      )}
    </>
  );
}
