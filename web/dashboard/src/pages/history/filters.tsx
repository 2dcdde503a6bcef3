import { FilterChip } from '@/ui/filter-chip';
import { historyWords as words } from '@/words/history';
import type { HistorySearch } from './search';
import { typeName } from './telling';

interface FiltersProps {
  entries: readonly { type: string; actor: { name: string } }[];
  search: HistorySearch;
  onChange: (change: Partial<HistorySearch>) => void;
}

/** By whom, and of which kind; only what there is can be chosen. */
export function Filters({ entries, search, onChange }: FiltersProps) {
  const actors = [...new Set(entries.map(({ actor }) => actor.name))];
  const types = [...new Set(entries.map(({ type }) => type))];
  return (
    <>
      <FilterChip
        label={search.actor ? words.actor : words.everyone}
        value={search.actor}
        options={actors.map((value) => ({ value, label: value }))}
        onChange={(actor) => onChange({ actor })}
        any={words.everyone}
      />
      <FilterChip
        label={search.type ? words.kind : words.allKinds}
        value={search.type}
        options={types.map((value) => ({ value, label: typeName(value) }))}
        onChange={(type) => onChange({ type })}
        any={words.allKinds}
      />
    </>
  );
}
