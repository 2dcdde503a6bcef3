import { expect, test } from 'vitest';
import type { Parked } from '@/api/operations';
import { parkedEvents, subjectOf } from './parked';

const parked = (id: string, parked_at: string, reason = 'The file is gone.'): Parked => ({
  id,
  type: 'ImageUploaded',
  stream: 'image-x',
  retries: 5,
  reason,
  parked_at,
});
const queue = (name: string, ...events: Parked[]) => ({ name, in_flight: 0, parked: events });

test('an event that two functions parked is told once, the oldest first', () => {
  const found = parkedEvents([
    queue('classify', parked('b', '2026-11-23T09:00:00Z'), parked('a', '2026-11-23T08:00:00Z')),
    queue('renditions', parked('b', '2026-11-23T07:00:00Z', 'Too big.')),
    queue('backfill'),
  ]);
  expect(found.map(({ id, functions }) => [id, functions])).toEqual([
    ['b', ['classify', 'renditions']],
    ['a', ['classify']],
  ]);
  expect(found[0]).toMatchObject({
    parked_at: '2026-11-23T07:00:00Z',
    reason: 'The file is gone.',
  });
});

test('only streams with a history of their own lead there', () => {
  const id = '01a20874-9d01-71dd-8c1f-1f9d2675b0d7';
  expect(subjectOf(`image-${id}`)).toEqual({ kind: 'images', id });
  expect(subjectOf(`patient-${id}`)).toEqual({ kind: 'patients', id });
  expect(subjectOf(`model-${id}`)).toBeUndefined();
  expect(subjectOf('image-x')).toBeUndefined();
});
