import { useInfiniteQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { type ReactNode, useEffect, useState } from 'react';
import { casesQuery, type ListedCase } from '@/api/cases';
import { type Patient, patientsQuery } from '@/api/patients';
import { Icon } from '@/ui/icon';
import { blood } from '@/words/blood';
import { pickerWords as words } from '@/words/case-picker';
import { when } from '@/words/time';

const SHOWN = 6;
const QUIET_MS = 120;

interface PickerSearchProps {
  onCase: (one: ListedCase) => void;
  /** Without it no case can be opened here. */
  onPatient: ((patient: Patient) => void) | undefined;
}

export function PickerSearch({ onCase, onPatient }: PickerSearchProps) {
  const [text, setText] = useState('');
  const q = useSettled(text.trim());
  const cases = useInfiniteQuery(
    casesQuery({ q: q || undefined, sort: '-received_at', limit: SHOWN }),
  );
  const patients = useInfiniteQuery({
    ...patientsQuery({ q: q || undefined, limit: SHOWN }),
    enabled: onPatient !== undefined && q !== '',
  });
  const people = q === '' ? [] : (patients.data?.rows ?? []);
  // What was found last has the first of it chosen, so that Enter takes it.
  const [marked, setMarked] = useState('');
  const ids = [...(cases.data?.rows ?? []), ...people].map(({ id }) => id);
  const chosen = ids.includes(marked) ? marked : (ids[0] ?? '');
  return (
    <Command
      label={words.title}
      shouldFilter={false}
      loop
      value={chosen}
      onValueChange={setMarked}
      className="flex flex-col gap-2"
    >
      <div className="flex items-center gap-2 rounded-box border border-control px-2.5 text-ink-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent">
        <Icon name="search" />
        <Command.Input
          value={text}
          onValueChange={setText}
          placeholder={words.placeholder}
          className="h-8 min-w-0 grow bg-transparent text-ink outline-none max-rail:h-11 max-rail:text-title"
        />
      </div>
      <Command.List className="h-[min(360px,50vh)] overflow-auto">
        <Command.Empty className="px-2 py-3 text-ink-3">
          {cases.isPending ? words.searching : words.none(q)}
        </Command.Empty>
        <Group title={q ? words.cases : words.recent}>
          {cases.data?.rows.map((one) => (
            <CaseLine key={one.id} one={one} onSelect={() => onCase(one)} />
          ))}
        </Group>
        {onPatient && people.length > 0 && (
          <Group title={words.patients}>
            {people.map((patient) => (
              <Command.Item
                key={patient.id}
                value={patient.id}
                onSelect={() => onPatient(patient)}
                className={line}
              >
                <Icon name="plus" size={14} />
                <b className="font-semibold">{patient.number}</b>
                <span className="truncate text-ink-3">{patient.name}</span>
              </Command.Item>
            ))}
          </Group>
        )}
      </Command.List>
    </Command>
  );
}

const line =
  'flex h-9 items-center gap-2.5 rounded-tag px-2 data-[selected=true]:bg-accent-soft max-rail:h-11';

const Group = ({ title, children }: { title: string; children: ReactNode }) => (
  <Command.Group
    heading={title}
    className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-label [&_[cmdk-group-heading]]:text-ink-3"
  >
    {children}
  </Command.Group>
);

/** A case with both of its identifiers. */
function CaseLine({ one, onSelect }: { one: ListedCase; onSelect: () => void }) {
  return (
    <Command.Item value={one.id} onSelect={onSelect} className={line}>
      <Icon name="case" size={14} />
      <span className="w-[130px] flex-none font-semibold">{one.patient_number}</span>
      <span className="w-[150px] flex-none font-semibold">
        {one.accession ?? blood.noAccession}
      </span>
      <span className="truncate text-small text-ink-3">
        {blood.specimens[one.specimen] ?? one.specimen}, {when(one.received_at)}
      </span>
    </Command.Item>
  );
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), QUIET_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
