import type { Patient } from '@/api/patients';
import { Identifier } from '@/blood/identifier';
import type { Column } from '@/ui/data-table';
import { Tag } from '@/ui/tag';
import { count } from '@/words/numbers';
import { patientWords } from '@/words/patients';
import { age, onDay } from '@/words/time';

const words = patientWords.columns;

/** Whether anything of a patient waits to be read. */
export function PatientState({ patient }: { patient: Patient }) {
  if (patient.legal_hold) return <Tag>{patientWords.hold}</Tag>;
  if (patient.images_unverified > 0)
    return (
      <span className="text-small text-ink-2">
        {patientWords.unread(patient.images_unverified)}
      </span>
    );
  if (patient.images_total > 0)
    return (
      <Tag tone="verified" icon="tick">
        {patientWords.read}
      </Tag>
    );
  return <span className="text-small text-ink-3">{patientWords.noImage}</span>;
}

export const columns: readonly Column<Patient>[] = [
  {
    id: 'state',
    header: words.state,
    width: 120,
    sort: 'images_unverified',
    cell: (patient) => <PatientState patient={patient} />,
  },
  {
    id: 'number',
    header: words.number,
    width: 132,
    sort: 'number',
    cell: ({ number }) => <Identifier text={number} strong />,
  },
  {
    id: 'name',
    header: words.name,
    sort: 'name',
    cell: ({ name }) => <span title={name}>{name}</span>,
  },
  {
    id: 'sex',
    header: words.sex,
    width: 92,
    cell: ({ sex }) => <span className="text-ink-2">{sex && patientWords.sexes[sex]}</span>,
  },
  {
    id: 'born',
    header: words.born,
    width: 116,
    numeric: true,
    wideOnly: true,
    cell: ({ born_on }) => <span className="text-ink-2">{born_on && onDay(born_on)}</span>,
  },
  {
    id: 'age',
    header: words.age,
    width: 72,
    numeric: true,
    cell: ({ born_on }) => age(born_on),
  },
  {
    id: 'images',
    header: words.images,
    width: 84,
    numeric: true,
    wideOnly: true,
    cell: ({ images_total }) => <span className="text-ink-2">{count(images_total)}</span>,
  },
  {
    id: 'registered',
    header: words.registered,
    width: 128,
    numeric: true,
    sort: 'registered_at',
    wideOnly: true,
    cell: ({ registered_at }) => <span className="text-ink-3">{onDay(registered_at)}</span>,
  },
];
