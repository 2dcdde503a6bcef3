import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './program.ts';
import type { Picture } from './smear.ts';

const folder = join(root, '../shared/data');

/** Whether labelled smears lie beside the checkout; tests on them are skipped where not. */
export const realImages = existsSync(join(folder, 'pbc8/validation'));

function from(path: string, count: number, prefix: string): Picture[] {
  const names = readdirSync(join(folder, path)).filter((name) => /\.jpe?g$/i.test(name));
  return names.slice(0, count).map((name) => ({
    name: `${prefix}-${name}`,
    mimeType: 'image/jpeg',
    buffer: readFileSync(join(folder, path, name)),
  }));
}

/** Single cells that the model did not learn from, the same number of each kind. */
export function realCells(ofEach: number): Picture[] {
  const kinds = readdirSync(join(folder, 'pbc8/validation'));
  return kinds.flatMap((kind) => from(`pbc8/validation/${kind}`, ofEach, kind));
}

/** Whole fields. */
export function realFields(count: number): Picture[] {
  return from('chula_fields/thalassemia', count, 'field');
}
