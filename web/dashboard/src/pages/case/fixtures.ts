import type { Image } from '@/api/images';
import type { Label, Panel } from '@/api/panels';
import { type Cell, cellOf } from './groups';

/** Images and panels for tests. */
const label = (id: string, code: string, critical = false): Label => ({
  id,
  name: id,
  code,
  critical,
  retired: false,
});

export const cells: Panel = {
  id: 'blood-cell',
  title: 'Blood cells',
  unit: 'cell',
  version: 1,
  critical_threshold: 0.1,
  blind: false,
  labels: [
    label('neutrophil', 'NEU'),
    label('lymphocyte', 'LYM'),
    label('blast', 'BLA', true),
    label('erythroblast', 'NRBC'),
    label('platelet', 'PLT'),
  ],
};
export const fields: Panel = { ...cells, id: 'blood-disease', unit: 'field' };

interface Of {
  lead?: string;
  confidence?: number;
  inside?: boolean;
  verdict?: string;
  suspected?: boolean;
}

export function image(id: string, { lead, confidence = 0.95, inside = true, ...more }: Of = {}) {
  const prediction = { label: lead, confidence, inside, probabilities: [] };
  return {
    id,
    case_revision: 1,
    predictions: lead ? [prediction] : [],
    verdict: more.verdict ? { label: more.verdict } : null,
    suspected: more.suspected ? { label: 'blast' } : null,
  } as unknown as Image;
}

export const cell = (id: string, of: Of = {}): Cell => cellOf(image(id, of), new Map());
