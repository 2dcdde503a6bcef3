import { expect, test } from 'vitest';
import { toLocal } from '@/words/local-time';
import { bodyOf, correctionOf, EMPTY } from './form';

test('what is left empty is not sent', () => {
  expect(bodyOf({ ...EMPTY, accession: ' S26-01197 ' })).toEqual({
    accession: 'S26-01197',
    specimen: 'peripheral_blood',
    priority: 'routine',
  });
});

test('a correction holds what was touched, times as the interface takes them', () => {
  const received = '2026-11-22T16:04:00.000Z';
  const seen = { ...EMPTY, stain: 'Giemsa', received_at: toLocal(received) };
  expect(correctionOf(seen, seen)).toEqual({});
  const form = { ...seen, stain: '', received_at: toLocal('2026-11-22T15:00:00Z') };
  expect(correctionOf(seen, form)).toEqual({
    stain: null,
    received_at: '2026-11-22T15:00:00.000Z',
  });
});
