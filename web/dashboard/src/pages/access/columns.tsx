import { Link } from '@tanstack/react-router';
import type { Access, AccessKind } from '@/api/access';
import { paths } from '@/paths';
import type { Column } from '@/ui/data-table';
import { Tag } from '@/ui/tag';
import { saidOf, shortened, accessWords as words } from '@/words/access';
import { shell } from '@/words/shell';

const WARNS: readonly AccessKind[] = ['access_refused', 'sign_in_refused'];

export const KindTag = ({ kind }: { kind: AccessKind }) =>
  WARNS.includes(kind) ? (
    <Tag tone="overdue" icon="triangle">
      {words.kinds[kind]}
    </Tag>
  ) : (
    <Tag>{words.kinds[kind]}</Tag>
  );

/** Exports are made at the server's own console, where nobody has signed in. */
export const nameOf = ({ user_name, kind }: Access): string =>
  user_name ?? (kind === 'exported' ? words.console : words.unknownPerson);

export const roleOf = ({ role }: Access): string | undefined =>
  role ? (shell.roles[role as keyof typeof shell.roles] ?? role) : undefined;

/** Patients are named by id alone: to show more of them here would be to see more of them. */
function PatientLink({ id }: { id: string }) {
  const name = shortened(id);
  return (
    <Link
      to={paths.history('patients', id)}
      aria-label={words.historyOf(name)}
      className="font-mono text-raw"
    >
      {name}
    </Link>
  );
}

/** The columns; what can be done with a line stands at its end. */
export const columnsWith = (menu: Column<Access>['cell']): readonly Column<Access>[] => [
  {
    id: 'kind',
    header: words.columns.kind,
    width: 140,
    cell: ({ kind }) => <KindTag kind={kind} />,
  },
  {
    id: 'at',
    header: words.columns.at,
    width: 176,
    sort: 'at',
    cell: ({ at }) => words.when(at),
  },
  {
    id: 'who',
    header: words.columns.who,
    cell: (line) => (
      <span title={nameOf(line)}>
        {nameOf(line)} <span className="text-small text-ink-3">{roleOf(line)}</span>
      </span>
    ),
  },
  {
    id: 'what',
    header: words.columns.what,
    cell: (line) => <span title={line.route ?? undefined}>{saidOf(line)}</span>,
  },
  {
    id: 'patient',
    header: words.columns.patient,
    width: 112,
    cell: ({ patient_id }) => patient_id && <PatientLink id={patient_id} />,
  },
  {
    id: 'menu',
    header: words.columns.menu,
    quiet: true,
    width: 56,
    numeric: true,
    cell: menu,
  },
];
