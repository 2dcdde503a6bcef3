import { expect, test } from 'vitest';
import { figuresOf, isUnderWay, needsALook } from './figures';
import {
  added,
  answered,
  cleared,
  EMPTY,
  failed,
  laidAside,
  lost,
  nextOf,
  PARALLEL,
  paused,
  progressed,
  type Queue,
  removed,
  retried,
  started,
  type Target,
} from './queue';

const target: Target = {
  caseId: 'c1',
  patientId: 'p1',
  accession: 'H26-1',
  number: 'P-1',
  panel: 'blood-cell',
  optics: {},
};
const file = (id: string, mark = id) => ({ id, name: `${id}.jpg`, size: 100, mark });
const many = (count: number) =>
  added(
    EMPTY,
    Array.from({ length: count }, (_, at) => file(`f${at}`)),
    target,
  );
const stateOf = (queue: Queue, id: string) => queue.files.find((one) => one.id === id)?.state;
const said = (status: string, more = {}) => ({ file_name: 'f', status, id: 'i1', ...more });

test('a few files are sent at a time, in order', () => {
  let queue = many(5);
  expect(nextOf(queue, 0).map(({ id }) => id)).toEqual(['f0', 'f1', 'f2']);
  queue = started(queue, 'f0');
  expect(nextOf(queue, 0)).toHaveLength(PARALLEL - 1);
});

test('a pause lets what is under way end and sends nothing new', () => {
  const queue = paused(started(many(5), 'f0'), true);
  expect(nextOf(queue, 0)).toEqual([]);
  expect(stateOf(queue, 'f0')).toBe('sending');
  expect(nextOf(paused(queue, false), 0)).toHaveLength(2);
});

test('a lost connection keeps the file and its key, and waits longer each time', () => {
  let queue = lost(started(many(2), 'f0'), 'f0', 1_000);
  expect(queue.files[0]).toMatchObject({ id: 'f0', state: 'waiting', sent: 0 });
  expect(queue.heldUntil).toBe(2_000);
  expect(nextOf(queue, 1_500)).toEqual([]);
  expect(nextOf(queue, 2_000)).toHaveLength(2);
  queue = lost(queue, 'f0', 2_000);
  expect(queue.heldUntil).toBe(4_000);
  for (let times = 0; times < 9; times++) queue = lost(queue, 'f0', 2_000);
  expect(queue.heldUntil).toBe(17_000);
});

test('an answer after a loss ends the waiting of all', () => {
  let queue = lost(started(many(2), 'f0'), 'f0', 1_000);
  queue = answered(started(queue, 'f1'), 'f1', said('accepted'));
  expect(nextOf(queue, 1_001).map(({ id }) => id)).toEqual(['f0']);
});

test('what failed goes again when it is asked to; what was refused does not', () => {
  let queue = failed(many(2), 'f0', 'The disk is full.');
  queue = answered(queue, 'f1', said('refused', { id: null, problem: 'the file is empty' }));
  queue = retried(queue);
  expect(queue.files.map(({ state }) => state)).toEqual(['waiting', 'refused']);
  expect(queue.files[0]?.says).toBeNull();
});

test('the same file of the same case is queued once, unless it was refused', () => {
  let queue = added(many(1), [file('again', 'f0'), file('new')], target);
  expect(queue.files.map(({ id }) => id)).toEqual(['f0', 'new']);
  queue = added(queue, [file('other', 'f0')], { ...target, caseId: 'c2' });
  expect(queue.files).toHaveLength(3);
  queue = answered(queue, 'f0', said('refused'));
  expect(added(queue, [file('mended', 'f0')], target).files).toHaveLength(4);
});

test('laid aside, what was on its way waits under its key', () => {
  const queue = laidAside(lost(started(started(many(3), 'f0'), 'f1'), 'f1', 1_000));
  expect(queue.files.map(({ id, state }) => `${id} ${state}`)).toEqual([
    'f0 waiting',
    'f1 waiting',
    'f2 waiting',
  ]);
  expect(queue.heldUntil).toBeNull();
});

test('figures count every file once and bytes as they leave', () => {
  let queue = progressed(started(many(4), 'f0'), 'f0', 140);
  queue = answered(queue, 'f1', said('accepted'));
  queue = answered(queue, 'f2', said('duplicate'));
  const figures = figuresOf(queue);
  expect(figures).toMatchObject({ all: 4, sending: 1, stored: 1, duplicate: 1, waiting: 1 });
  expect(figures).toMatchObject({ ended: 2, sentBytes: 300, allBytes: 400, read: 0 });
  expect(isUnderWay(queue)).toBe(true);
});

test('duplicates, refusals and warnings want a look; the list is cleared of what has ended', () => {
  let queue = answered(many(3), 'f0', said('accepted', { warning: 'The same picture came' }));
  queue = answered(queue, 'f1', said('accepted'));
  expect(queue.files.map(needsALook)).toEqual([true, false, false]);
  expect(cleared(queue).files.map(({ id }) => id)).toEqual(['f2']);
  expect(removed(started(queue, 'f2'), 'f2').files).toHaveLength(3);
  expect(isUnderWay(removed(queue, 'f2'))).toBe(false);
});
