import type { Image } from '@/api/images';
import type { Optics, UploadedFile } from '@/api/upload';

/** Where a file is on its way. `failed` was not taken for a reason outside of the file. */
export type FileState = 'waiting' | 'sending' | 'stored' | 'duplicate' | 'refused' | 'failed';

/** Whose images they are, and how they were taken: fixed when a file joins the queue. */
export interface Target {
  caseId: string;
  patientId: string;
  /** The two identifiers, to be said with the file. */
  accession: string | null;
  number: string;
  panel: string;
  optics: Optics;
}

export interface QueuedFile {
  /** Also the idempotency key: however often the file is sent, it is taken in once. */
  id: string;
  name: string;
  size: number;
  /** Tells the same file dropped again. */
  mark: string;
  target: Target;
  state: FileState;
  sent: number;
  /** How often in a row the connection was lost under it. */
  losses: number;
  /** Why it was refused or failed. */
  says: string | null;
  warning: string | null;
  imageId: string | null;
  /** The image as it is now, with the model's answer when there is one. */
  image: Image | null;
}

export interface Queue {
  files: readonly QueuedFile[];
  paused: boolean;
  /** The connection was lost: nothing is sent before this moment. */
  heldUntil: number | null;
}

export const EMPTY: Queue = { files: [], paused: false, heldUntil: null };

/** Few enough that thumbnails and the live stream keep their connections. */
export const PARALLEL = 3;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 15_000;

type Arriving = Pick<QueuedFile, 'id' | 'name' | 'size' | 'mark'>;

/** Adds files at the end. Those that are in the queue for the same case already are left out. */
export function added(queue: Queue, arriving: readonly Arriving[], target: Target): Queue {
  const known = new Set(
    queue.files.filter(({ state }) => state !== 'refused').map((file) => slot(file, file.target)),
  );
  const fresh = arriving.filter((file) => !known.has(slot(file, target)));
  return { ...queue, files: [...queue.files, ...fresh.map((file) => begin(file, target))] };
}

const slot = ({ mark }: Arriving, { caseId }: Target) => `${caseId} ${mark}`;

const begin = (file: Arriving, target: Target): QueuedFile => ({
  ...file,
  target,
  state: 'waiting',
  sent: 0,
  losses: 0,
  says: null,
  warning: null,
  imageId: null,
  image: null,
});

/** The files to send now. */
export function nextOf(queue: Queue, now: number): readonly QueuedFile[] {
  if (queue.paused || (queue.heldUntil !== null && now < queue.heldUntil)) return [];
  const free = PARALLEL - queue.files.filter(({ state }) => state === 'sending').length;
  return queue.files.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free));
}

export const started = (queue: Queue, id: string): Queue =>
  changed(queue, id, { state: 'sending', sent: 0 });

export const progressed = (queue: Queue, id: string, sent: number): Queue =>
  changed(queue, id, { sent });

/** The server said what became of it. */
export function answered(queue: Queue, id: string, said: UploadedFile): Queue {
  const state: FileState =
    said.status === 'accepted' ? 'stored' : said.status === 'duplicate' ? 'duplicate' : 'refused';
  return {
    ...changed(queue, id, {
      state,
      losses: 0,
      imageId: said.id ?? null,
      says: said.problem ?? null,
      warning: said.warning ?? null,
    }),
    heldUntil: null,
  };
}

/** The connection was lost, or the server was starting: it stays in the queue and goes again by itself. */
export function lost(queue: Queue, id: string, now: number): Queue {
  const losses = 1 + (queue.files.find((file) => file.id === id)?.losses ?? 0);
  const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (losses - 1));
  return {
    ...changed(queue, id, { state: 'waiting', sent: 0, losses }),
    heldUntil: Math.max(queue.heldUntil ?? 0, now + wait),
  };
}

/** Nothing of it was taken in, and waiting does not help. */
export const failed = (queue: Queue, id: string, says: string): Queue =>
  changed(queue, id, { state: 'failed', sent: 0, says });

/** Everything that failed, and what waits for the connection, goes again now. */
export const retried = (queue: Queue): Queue => ({
  ...queue,
  heldUntil: null,
  files: queue.files.map((file) =>
    file.state === 'failed' ? { ...file, state: 'waiting', losses: 0, says: null } : file,
  ),
});

export const paused = (queue: Queue, is: boolean): Queue => ({ ...queue, paused: is });

/** Its person left: what was on its way is sent anew when the person is back. */
export const laidAside = (queue: Queue): Queue => ({
  ...queue,
  heldUntil: null,
  files: queue.files.map((file) =>
    file.state === 'sending' ? { ...file, state: 'waiting', sent: 0 } : file,
  ),
});

/** Takes one out that is not on its way; what was stored stays stored. */
export const removed = (queue: Queue, id: string): Queue => ({
  ...queue,
  files: queue.files.filter((file) => file.id !== id || file.state === 'sending'),
});

/** Takes everything out that has come to its end. */
export const cleared = (queue: Queue): Queue => ({
  ...queue,
  files: queue.files.filter(({ state }) => state === 'waiting' || state === 'sending'),
});

/** The images as they are now: what the model said of them. */
export function seen(queue: Queue, images: readonly Image[]): Queue {
  const byId = new Map(images.map((image) => [image.id, image]));
  return {
    ...queue,
    files: queue.files.map((file) => {
      const image = file.imageId === null ? undefined : byId.get(file.imageId);
      return image ? { ...file, image } : file;
    }),
  };
}

function changed(queue: Queue, id: string, change: Partial<QueuedFile>): Queue {
  return {
    ...queue,
    files: queue.files.map((file) => (file.id === id ? { ...file, ...change } : file)),
  };
}
