import { beforeEach, expect, test, vi } from 'vitest';
import { draftsOf, dropDraft, keepDraft, readDraft } from './drafts';

/** As much of a browser's storage as drafts need: its keys are its own properties. */
function storage(): Storage {
  const kept: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
    removeItem: (key: string) => {
      delete kept[key];
    },
  };
  return new Proxy(methods as unknown as Storage, {
    ownKeys: () => Object.keys(kept),
    getOwnPropertyDescriptor: (_, key) => ({
      value: kept[String(key)],
      enumerable: true,
      configurable: true,
    }),
  });
}

beforeEach(() => vi.stubGlobal('localStorage', storage()));

test('drafts are kept by person', () => {
  keepDraft('rita', 'verdict.1', { comment: 'targets' }, 5);
  keepDraft('tom', 'verdict.1', { comment: 'mine' }, 6);
  expect(readDraft('rita', 'verdict.1')).toEqual({ at: 5, value: { comment: 'targets' } });
  expect(draftsOf('rita')).toEqual(['verdict.1']);
  dropDraft('rita', 'verdict.1');
  expect(readDraft('rita', 'verdict.1')).toBeNull();
  expect(draftsOf('tom')).toEqual(['verdict.1']);
});

test('what cannot be read is no draft', () => {
  localStorage.setItem('hema.draft.rita.x', '{');
  expect(readDraft('rita', 'x')).toBeNull();
});
