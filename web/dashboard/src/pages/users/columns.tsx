import type { User } from '@/api/users';
import type { Column } from '@/ui/data-table';
import { Tag } from '@/ui/tag';
import { shell } from '@/words/shell';
import { onDay } from '@/words/time';
import { userWords as words } from '@/words/users';
import { UserMenu } from './user-menu';

export const roleName = (role: string): string =>
  shell.roles[role as keyof typeof shell.roles] ?? role;

/** The columns, for the one who looks. */
export const columnsFor = (me: string): readonly Column<User>[] => [
  {
    id: 'state',
    header: words.columns.state,
    width: 120,
    cell: ({ active }) =>
      active ? <Tag>{words.active}</Tag> : <Tag tone="overdue">{words.inactive}</Tag>,
  },
  {
    id: 'username',
    header: words.columns.username,
    sort: 'username',
    cell: ({ username }) => <span className="font-semibold">{username}</span>,
  },
  {
    id: 'name',
    header: words.columns.name,
    sort: 'full_name',
    cell: ({ id, full_name }) => (
      <span title={full_name}>
        {full_name} {id === me && <span className="text-ink-3">({words.you})</span>}
      </span>
    ),
  },
  { id: 'role', header: words.columns.role, width: 160, cell: ({ role }) => roleName(role) },
  {
    id: 'since',
    header: words.columns.since,
    width: 120,
    numeric: true,
    sort: 'created_at',
    cell: ({ created_at }) => <span className="text-ink-3">{onDay(created_at)}</span>,
  },
  {
    id: 'menu',
    header: words.columns.menu,
    quiet: true,
    width: 56,
    numeric: true,
    cell: (user) => <UserMenu user={user} own={user.id === me} />,
  },
];
