import { expect, test } from 'vitest';
import type { Case } from '@/api/cases';
import { claimantOf, kept, nextOf, once } from './keep';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const at = (hours: number) => new Date(NOW + hours * 3_600_000).toISOString();

const opened = (more: Partial<Case> = {}): Case => ({
  id: 'a',
  patient_id: 'p',
  accession: 'S26-1',
  specimen: 'peripheral_blood',
  priority: 'routine',
  status: 'open',
  implicit: false,
  critical: false,
  case_revision: 1,
  images_total: 3,
  images_unverified: 2,
  opened_at: at(-2),
  received_at: at(-2),
  due_at: at(1),
  ...more,
});
const claimed = (by: string, hours = 0.2) => opened({ claim: { by, until: at(hours) } });

test('a claim that has run out is nobody’s', () => {
  expect(claimantOf(claimed('b'), NOW)).toBe('b');
  expect(claimantOf(claimed('b', -0.1), NOW)).toBeNull();
});

test('each filter lets its cases through', () => {
  const passes = (one: Case, search: Parameters<typeof kept>[1]) => kept(one, search, 'me', NOW);
  expect(passes(opened(), {})).toBe(true);
  expect(passes(opened({ status: 'read' }), {})).toBe(false);
  expect(passes(opened({ status: 'read' }), { tab: 'read' })).toBe(true);
  expect(passes(opened(), { age: 'h1' })).toBe(true);
  expect(passes(opened(), { age: 'h4' })).toBe(false);
  expect(passes(opened(), { overdue: true })).toBe(false);
  expect(passes(opened({ due_at: at(-1) }), { overdue: true })).toBe(true);
  expect(passes(opened({ status: 'concluded', critical: true }), { critical: true })).toBe(true);
  expect(passes(claimed('b'), { claim: 'free' })).toBe(false);
  expect(passes(claimed('b'), { claim: 'others' })).toBe(true);
  expect(passes(claimed('me'), { claim: 'others' })).toBe(false);
  expect(passes(claimed('me'), { tab: 'mine' })).toBe(true);
  expect(passes(claimed('b'), { tab: 'mine' })).toBe(false);
});

test('a case is listed once, where it first comes', () => {
  const rows = [opened({ id: 'a' }), opened({ id: 'b' }), opened({ id: 'a', priority: 'stat' })];
  expect(once(rows.map((one) => ({ case: one }))).map((row) => row.case.id)).toEqual(['a', 'b']);
});

test('next is the first case with images that nobody else works on', () => {
  const rows = [
    opened({ id: 'empty', images_total: 0 }),
    { ...claimed('b'), id: 'taken' },
    { ...claimed('me'), id: 'own' },
    opened({ id: 'free' }),
  ].map((one) => ({ case: one }));
  expect(nextOf(rows, 'me', NOW).map(({ id }) => id)).toEqual(['own', 'free']);
});
