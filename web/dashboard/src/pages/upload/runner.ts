import { isPassing, Problem } from '@/api/problem';
import { session } from '@/api/session-store';
import { sendFile } from '@/api/upload';
import { createStore } from '@/store';
import { say } from '@/words/problems';
import type { Found } from './entries';
import { isUnderWay } from './figures';
import { Meter } from './meter';
import {
  added,
  answered,
  EMPTY,
  failed,
  laidAside,
  lost,
  nextOf,
  progressed,
  type Queue,
  type QueuedFile,
  started,
  type Target,
} from './queue';

/** The queue lives outside of the page: it goes on while its person works elsewhere. */
export const queue = createStore<Queue>(EMPTY);
export const meter = new Meter();

/** Progress is told no more often than anybody can see. */
const TOLD_EVERY_MS = 120;

/** The bytes of what is not taken in yet; let go of as soon as it is. */
const bytes = new Map<string, File>();
/** The file itself, until the server has it. */
export const bytesOf = (id: string): File | undefined => bytes.get(id);

let stop = new AbortController();
let owner: string | null = null;
const aside = new Map<string, Queue>();
let timer: ReturnType<typeof setTimeout> | undefined;

/** Changes the queue, and sends what may be sent now. */
export function change(how: (queue: Queue) => Queue): void {
  queue.set(how(queue.get()));
  pump();
}

/** Puts files in the queue. Says how many were in it already. */
export function enqueue(found: readonly Found[], target: Target): number {
  const arriving = found.map(({ file, path }) => ({
    id: crypto.randomUUID(),
    name: file.name,
    size: file.size,
    mark: `${path} ${file.size} ${file.lastModified}`,
    file,
  }));
  for (const { id, file } of arriving) bytes.set(id, file);
  change((now) =>
    added(
      now,
      arriving.map(({ file: _, ...rest }) => rest),
      target,
    ),
  );
  const taken = new Set(queue.get().files.map(({ id }) => id));
  const twice = arriving.filter(({ id }) => !taken.has(id));
  for (const { id } of twice) bytes.delete(id);
  return twice.length;
}

/** Each person has a queue of one's own; it waits for its person while another works here. */
export function belongsTo(user: string): void {
  if (owner === user) return;
  if (owner !== null) {
    stop.abort();
    stop = new AbortController();
    aside.set(owner, laidAside(queue.get()));
  }
  owner = user;
  queue.set(aside.get(user) ?? EMPTY);
  aside.delete(user);
}

/** A locked page still works for its person; one whose session ended cannot. */
const HOLDS = ['in', 'locked'];

function pump(): void {
  clearTimeout(timer);
  if (!HOLDS.includes(session.get().state)) return;
  const now = Date.now();
  for (const file of nextOf(queue.get(), now)) void run(file, stop.signal);
  const { heldUntil, paused } = queue.get();
  if (heldUntil !== null && heldUntil > now && !paused) timer = setTimeout(pump, heldUntil - now);
}

async function run({ id, target }: QueuedFile, signal: AbortSignal): Promise<void> {
  const file = bytes.get(id);
  if (!file) return;
  queue.set(started(queue.get(), id));
  let before = { sent: 0, at: 0 };
  const told = (sent: number) => {
    const at = Date.now();
    if (signal.aborted || at - before.at < TOLD_EVERY_MS) return;
    meter.add(sent - before.sent, at);
    before = { sent, at };
    queue.set(progressed(queue.get(), id, sent));
  };
  try {
    const { caseId, panel, optics } = target;
    const said = await sendFile({ caseId, panel, optics, file, key: id }, told, signal);
    if (signal.aborted) return;
    meter.add(file.size - before.sent, Date.now());
    bytes.delete(id);
    change((now) => answered(now, id, said));
  } catch (fault) {
    if (!signal.aborted) change((now) => fallen(now, id, fault));
  }
}

/** Problems that are not the file's: it goes again by itself once they have passed. */
const PASSING = ['in-progress', 'rate-limited', 'not-signed-in'];

function fallen(now: Queue, id: string, fault: unknown): Queue {
  const passes = isPassing(fault) || (fault instanceof Problem && PASSING.includes(fault.kind));
  return passes ? lost(now, id, Date.now()) : failed(now, id, say(fault).text);
}

// A session that ended holds the queue; it goes on when its person is back.
session.subscribe(() => {
  const { me, state } = session.get();
  if (me) belongsTo(me.id);
  if (HOLDS.includes(state)) pump();
});

// On other pages a file let go of would be opened in the page's stead, and the queue with it gone.
for (const kind of ['dragover', 'drop'] as const)
  globalThis.addEventListener?.(kind, (event) => {
    if (isUnderWay(queue.get())) event.preventDefault();
  });

// Closing the tab would lose what has not been sent.
globalThis.addEventListener?.('beforeunload', (event) => {
  if ([queue.get(), ...aside.values()].some(isUnderWay)) event.preventDefault();
});
