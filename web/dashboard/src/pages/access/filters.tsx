import { Button } from '@/ui/button';
import { FilterChip } from '@/ui/filter-chip';
import { accessWords } from '@/words/access';
import { asDay, beginOf, SPANS, type Span, spanOf } from './days';
import { type AccessSearch, isNarrowed, KINDS } from './search';
import type { useKnown } from './use-known';

const words = accessWords.filters;

interface FiltersProps {
  search: AccessSearch;
  set: (change: Partial<AccessSearch>) => void;
  known: ReturnType<typeof useKnown>;
}

const NOTHING = {
  user: undefined,
  patient: undefined,
  kind: undefined,
  from: undefined,
  to: undefined,
} satisfies AccessSearch;

/** What narrows the record; all of it stands in the address. */
export function Filters({ search, set, known }: FiltersProps) {
  const { user, patient, kind, from, to } = search;
  return (
    <>
      <FilterChip
        label={words.kind}
        any={words.anyKind}
        value={kind}
        options={KINDS.map((one) => ({ value: one, label: accessWords.kinds[one] }))}
        onChange={(next) => set({ kind: next })}
      />
      <FilterChip
        label={words.person}
        any={words.anyone}
        value={user}
        options={known.people}
        onChange={(next) => set({ user: next })}
      />
      <FilterChip
        label={words.patient}
        any={words.anyPatient}
        value={patient}
        options={known.patients}
        onChange={(next) => set({ patient: next })}
      />
      <TimeChip {...search} set={set} />
      <DayField label={words.from} value={from} max={to} onChange={(day) => set({ from: day })} />
      <DayField label={words.to} value={to} min={from} onChange={(day) => set({ to: day })} />
      {isNarrowed(search) && (
        <Button small look="quiet" onClick={() => set(NOTHING)}>
          {words.clear}
        </Button>
      )}
    </>
  );
}

function TimeChip({ from, to, set }: AccessSearch & Pick<FiltersProps, 'set'>) {
  const now = new Date();
  return (
    <FilterChip
      label={words.time}
      any={words.anyTime}
      value={spanOf(from, to, now)}
      options={(Object.keys(SPANS) as Span[]).map((span) => ({
        value: span,
        label: words.spans[span],
      }))}
      onChange={(span) => set({ from: span && beginOf(span, now), to: undefined })}
    />
  );
}

interface DayFieldProps {
  label: string;
  value: string | undefined;
  min?: string | undefined;
  max?: string | undefined;
  onChange: (day: string | undefined) => void;
}

const DayField = ({ label, value, min, max, onChange }: DayFieldProps) => (
  <label className="flex flex-none items-center gap-1.5 text-small text-ink-3 max-rail:hidden">
    {label}
    <input
      type="date"
      value={value ?? ''}
      min={min}
      max={max}
      onChange={(event) => onChange(asDay(event.target.value))}
      className="h-[26px] rounded-box border border-control bg-panel px-1.5 text-small text-ink"
    />
  </label>
);
