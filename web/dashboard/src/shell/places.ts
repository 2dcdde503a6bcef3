import { useRouter } from '@tanstack/react-router';
import type { Role } from '@/api/session';
import type { IconName } from '@/ui/icon';
import { shell } from '@/words/shell';

/** A page that the side bar leads to. */
export interface Place {
  path: string;
  name: string;
  icon: IconName;
  group: keyof typeof shell.groups;
  /** Who may open it; the server decides the same on its own. */
  roles: readonly Role[];
  /** The keys that lead there from anywhere. */
  keys?: string;
}

const CLINICAL: readonly Role[] = ['technologist', 'hematologist', 'admin'];
const ALL: readonly Role[] = [...CLINICAL, 'auditor'];

const PLACES: readonly Place[] = [
  {
    path: '/worklist',
    name: shell.places.worklist,
    icon: 'worklist',
    group: 'work',
    roles: CLINICAL,
    keys: 'g w',
  },
  {
    path: '/cases',
    name: shell.places.cases,
    icon: 'case',
    group: 'work',
    roles: CLINICAL,
    keys: 'g c',
  },
  {
    path: '/patients',
    name: shell.places.patients,
    icon: 'person',
    group: 'work',
    roles: CLINICAL,
    keys: 'g p',
  },
  {
    path: '/upload',
    name: shell.places.upload,
    icon: 'upload',
    group: 'work',
    roles: ['technologist'],
    keys: 'g u',
  },
  {
    path: '/overview',
    name: shell.places.overview,
    icon: 'overview',
    group: 'laboratory',
    roles: ALL,
    keys: 'g o',
  },
  { path: '/models', name: shell.places.models, icon: 'model', group: 'laboratory', roles: ALL },
  { path: '/panels', name: shell.places.panels, icon: 'panel', group: 'laboratory', roles: ALL },
  {
    path: '/operations',
    name: shell.places.operations,
    icon: 'operations',
    group: 'laboratory',
    roles: ['admin'],
  },
  {
    path: '/audit',
    name: shell.places.audit,
    icon: 'audit',
    group: 'laboratory',
    roles: ['auditor', 'admin'],
  },
  {
    path: '/users',
    name: shell.places.users,
    icon: 'people',
    group: 'laboratory',
    roles: ['admin'],
  },
];

/** The pages that a role may open, of those that there are. */
export function usePlaces(role: Role): readonly Place[] {
  const { routesByPath } = useRouter();
  return PLACES.filter(({ path, roles }) => roles.includes(role) && path in routesByPath);
}

/** Histories are open to every role, whatever they are of. */
const isHistory = (pathname: string) => pathname.endsWith('/history');

/** The place that an address belongs to, and whether a role may open it. */
export function placeOf(pathname: string): Place | undefined {
  if (isHistory(pathname)) return undefined;
  return PLACES.find(({ path }) => pathname === path || pathname.startsWith(`${path}/`));
}

/** Where a role's day begins. */
export function homeOf(role: Role, paths: object): string {
  const first = PLACES.find(({ path, roles }) => roles.includes(role) && path in paths);
  return first?.path ?? '/account';
}
