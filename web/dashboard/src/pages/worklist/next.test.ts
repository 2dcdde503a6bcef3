import { expect, test } from 'vitest';
import type { ListedCase } from '@/api/cases';
import { claimantOf, nextOf } from './next';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const until = (minutes: number) => new Date(NOW + minutes * 60_000).toISOString();

const listed = (id: string, claim: ListedCase['claim'] = null, images = 3): ListedCase => ({
  id,
  claim,
  patient_id: 'p',
  patient_number: '0431',
  panels: ['blood-cell'],
  specimen: 'peripheral_blood',
  priority: 'routine',
  status: 'open',
  implicit: false,
  critical: false,
  blind: false,
  case_revision: 1,
  images_total: images,
  images_unverified: images,
  opened_at: until(-60),
  received_at: until(-60),
  due_at: until(60),
});

test('a claim that has run out is nobody’s', () => {
  expect(claimantOf(listed('a', { by: 'b', until: until(1) }), NOW)).toBe('b');
  expect(claimantOf(listed('a', { by: 'b', until: until(-1) }), NOW)).toBeNull();
});

test('next is what has images and nobody else works on, as pressing as it is listed', () => {
  const rows = [
    listed('empty', null, 0),
    listed('taken', { by: 'b', until: until(5) }),
    listed('own', { by: 'me', until: until(5) }),
    listed('free'),
    listed('free again', { by: 'b', until: until(-5) }),
  ];
  expect(nextOf(rows, 'me', NOW).map(({ id }) => id)).toEqual(['own', 'free', 'free again']);
});
