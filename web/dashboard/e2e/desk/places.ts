import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Role } from '../house/client.ts';
import type { Furnished } from '../house/furnish.ts';

/** An address of the dashboard, and who looks at it. */
export interface Place {
  name: string;
  path: string;
  role: Role | null;
}

/** Who opens a page: the one whose work it is. */
const lookers: Record<string, Role | null> = {
  '/setup': null,
  '/sign-in': null,
  '/upload': 'technologist',
  '/users': 'admin',
  '/models': 'admin',
  '/panels': 'admin',
  '/operations': 'admin',
  '/audit': 'auditor',
};

/** What stands for the id in an address, by what comes before it. */
const subjects: Record<string, keyof Furnished> = {
  cases: 'case',
  images: 'image',
  patients: 'patient',
};

const addresses = () =>
  readFileSync(join(import.meta.dirname, '../../pages.txt'), 'utf8')
    .trim()
    .split('\n');

/** Every page there is, but for the one that only leads on. */
export function places(furnished: Furnished): Place[] {
  return addresses()
    .filter((address) => address !== '/')
    .map((address) => {
      const subject = subjects[address.split('/')[1] ?? ''];
      const id = subject ? furnished[subject] : '';
      const role = address in lookers ? (lookers[address] ?? null) : 'hematologist';
      const name = address
        .slice(1)
        .replaceAll(/\/\{id\}/g, '-one')
        .replaceAll('/', '-');
      return { name, path: address.replace('{id}', id), role };
    });
}
