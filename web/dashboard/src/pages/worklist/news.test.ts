import { expect, test } from 'vitest';
import type { Change } from '@/api/live';
import { NO_NEWS, noted } from './news';

const change = (type: string, case_id?: string): Change => ({
  type,
  case_id,
  stream: 'case-1',
  position: 1,
  at: '2026-11-23T12:00:00Z',
});

test('new cases are counted once each', () => {
  const news = noted(NO_NEWS, [change('CaseOpened', 'a'), change('CaseOpened', 'b')]);
  expect(noted(news, [change('CaseOpened', 'a')]).cases.size).toBe(2);
});

test('what cannot move a row is no news', () => {
  expect(noted(NO_NEWS, [change('CaseClaimed', 'a'), change('ReadingRecorded', 'a')])).toBe(
    NO_NEWS,
  );
  expect(noted(NO_NEWS, [change('CriticalFindingSuspected', 'a')]).moved).toBe(true);
});
