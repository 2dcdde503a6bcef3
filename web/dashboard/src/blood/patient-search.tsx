import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useEffect, useState } from 'react';
import { type Patient, patientsQuery } from '@/api/patients';
import { age } from '@/words/time';

const FOUND = 6;
const QUIET_MS = 150;
const INSTEAD = 'instead';

interface PatientSearchProps {
  label: string;
  /** Said when nobody matches. */
  none: (q: string) => string;
  onChoose: (patient: Patient) => void;
  /** Left out of what is found. */
  except?: string;
  /** What can be done instead of choosing one of those found. */
  instead?: { label: (q: string) => string; run: (q: string) => void };
}

/** Finds one patient by number or name, among any number of them. */
export function PatientSearch({ label, none, onChoose, except, instead }: PatientSearchProps) {
  const [text, setText] = useState('');
  const [at, setAt] = useState('');
  const q = useSettled(text.trim());
  const { data } = useInfiniteQuery({
    ...patientsQuery({ q: q || undefined, limit: FOUND + 1, sort: '-registered_at' }),
    placeholderData: keepPreviousData,
  });
  const found = data?.rows.filter(({ id }) => id !== except).slice(0, FOUND) ?? [];
  // Enter takes the first of those found, however late they came.
  const first = found[0]?.id ?? INSTEAD;
  useEffect(() => setAt(first), [first]);
  const line =
    'flex h-[30px] items-center gap-3 rounded-tag px-2 data-[selected=true]:bg-accent-soft data-[selected=true]:text-accent max-rail:h-11';
  return (
    <Command
      label={label}
      shouldFilter={false}
      value={at}
      onValueChange={setAt}
      className="flex flex-col gap-1"
    >
      <Command.Input
        autoFocus
        value={text}
        onValueChange={setText}
        placeholder={label}
        className="h-8 w-full rounded-box border border-control bg-panel px-2.5 max-rail:h-11"
      />
      <Command.List className="rounded-box border border-line p-1">
        {found.map((patient) => (
          <Command.Item
            key={patient.id}
            value={patient.id}
            onSelect={() => onChoose(patient)}
            className={line}
          >
            <b className="flex-none font-semibold">{patient.number}</b>
            <span className="truncate">{patient.name}</span>
            <span className="ml-auto flex-none text-small text-ink-3">{age(patient.born_on)}</span>
          </Command.Item>
        ))}
        {data && found.length === 0 && <p className="px-2 py-1 text-ink-3">{none(q)}</p>}
        {instead && q && (
          <Command.Item value={INSTEAD} onSelect={() => instead.run(q)} className={line}>
            {instead.label(q)}
          </Command.Item>
        )}
      </Command.List>
    </Command>
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
