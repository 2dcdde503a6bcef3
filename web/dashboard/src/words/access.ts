import type { Access, AccessKind } from '@/api/access';
import { count } from './numbers';
import { requestOf } from './requests';
import { atSecond, onDay } from './time';

const exports: Record<string, string> = {
  'audit export': 'Took out the whole record in a file',
  backup: 'Made a backup',
};

/** The end of a long name; enough to tell one from another. */
export const shortened = (long: string): string => `…${long.slice(-8)}`;

const station = ({ origin }: Access) => (origin ? ` from station ${shortened(origin)}` : '');

function refused(route: string): string {
  const request = requestOf(route);
  if (!request) return `Was refused ${route}`;
  return request.reads ? `Was refused ${request.words}` : `Was not allowed to ${request.words}`;
}

/** What a line of the record says, in plain words. */
export function saidOf(line: Access): string {
  const route = line.route ?? '';
  switch (line.kind) {
    case 'signed_in':
      return `Signed in${station(line)}`;
    case 'signed_out':
      return 'Signed out';
    case 'sign_in_refused':
      return `Somebody could not sign in${station(line)}`;
    case 'access_refused':
      return refused(route);
    case 'read':
      return `Saw ${requestOf(route)?.words ?? route}`;
    case 'exported':
      return exports[route] ?? `Took data out: ${route}`;
  }
}

export const accessWords = {
  title: 'Access record',
  columns: {
    kind: 'Kind',
    at: 'When',
    who: 'Who',
    what: 'What',
    patient: 'Patient',
    menu: 'Actions',
  },
  kinds: {
    read: 'Saw data',
    access_refused: 'Refused',
    signed_in: 'Signed in',
    signed_out: 'Signed out',
    sign_in_refused: 'Sign-in refused',
    exported: 'Took data out',
  } satisfies Record<AccessKind, string>,
  filters: {
    kind: 'Kind',
    anyKind: 'Every kind',
    person: 'Person',
    anyone: 'Everybody',
    patient: 'Patient',
    anyPatient: 'Every patient',
    time: 'Time',
    anyTime: 'At any time',
    spans: { today: 'Today', week: 'Last 7 days', month: 'Last 30 days' },
    from: 'From',
    to: 'To',
    clear: 'Clear filters',
  },
  unknownPerson: 'Not known',
  console: 'At the server',
  when: (at: string) => `${onDay(at)}, ${atSecond(at)}`,
  anew: { action: 'Read anew', key: 'read anew' },
  keys: 'Access record',
  note: 'Repeated reads are told once in ten minutes. That you read here is recorded too.',
  shown: (shown: number, total: string) => `${count(shown)} of ${total} shown`,
  empty: 'Nobody has done anything yet that this record keeps.',
  emptyFiltered: 'No line of the record matches these filters.',
  menu: {
    open: 'What can be done with this line',
    person: 'Only this person',
    patient: 'Only this patient',
    history: 'This patient’s history',
    details: 'Everything that is recorded',
  },
  historyOf: (patient: string) => `History of the patient ${patient}`,
  details: {
    says: 'Names typed at a refused sign-in and the addresses of stations are kept as digests: the same for the same name or address, and not to be read back.',
    at: 'When',
    kind: 'Kind',
    who: 'Who',
    role: 'Role then',
    request: 'Request',
    patient: 'Patient',
    subject: 'What the request named',
    typed: 'Name that was typed',
    origin: 'Station',
    position: 'Position in the log',
  },
};
