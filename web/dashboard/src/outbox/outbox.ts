import { connection } from '@/api/connection';
import { keys } from '@/api/keys';
import { Problem, Unreachable } from '@/api/problem';
import { queries } from '@/api/queries';
import { beforeLeaving, session } from '@/api/session-store';
import { sendVerdict } from '@/api/verdicts';
import { dropDraft, keepDraft } from '@/drafts/drafts';
import { createStore } from '@/store';
import {
  addHeld,
  dueOf,
  type Held,
  heldBy,
  leaveHeld,
  removeHeld,
  UNDO_MS,
  undoable,
} from './held';

// A verdict is held back for ten seconds before it is sent: the log forgets nothing, so that one
// that was sent could only be amended, never taken back. Until the server has confirmed it, it lies
// in this station's storage with the key of its request; sent twice, it is still recorded once.

/** What is typed of an image and not recorded. */
export interface VerdictDraft {
  label: string | null;
  comment: string;
}
export const NO_DRAFT: VerdictDraft = { label: null, comment: '' };
export const draftKey = (image: string) => `verdict.${image}`;

/** Recorded here and not confirmed yet, oldest first. */
export const held = createStore<readonly Held[]>([]);
/** What was recorded from this window and confirmed, by image: lists may not have been read since. */
export const confirmed = createStore<ReadonlyMap<string, string>>(new Map());
/** Counts what came back as a draft, so that an open form shows it. */
export const returned = createStore(0);
/** Why verdicts were refused, by image. Each of them is a draft again. */
export const refused = createStore<ReadonlyMap<string, unknown>>(new Map());

type Sent = (one: Held) => void;
type Refused = (one: Held, fault: unknown) => void;
let tell: { sent: Sent; refused: Refused; waiting: (one: Held) => void } | null = null;

let sending: Promise<void> | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;

const user = () => session.get().me?.id;

/** Who is told how sending goes. */
export function onSending(listeners: NonNullable<typeof tell>): () => void {
  tell = listeners;
  return () => {
    if (tell === listeners) tell = null;
  };
}

/** Records a verdict: it is sent when it can no longer be taken back. */
export function hold(one: Omit<Held, 'at' | 'key'>, now = Date.now()): void {
  const me = user();
  if (!me) return;
  addHeld(me, { ...one, at: now, key: crypto.randomUUID() });
  dropDraft(me, draftKey(one.image));
  noteRefusal(one.image, undefined);
  changed();
}

/** Takes the latest verdict back, if it is not too late. It is a draft again. */
export function takeBack(now = Date.now()): Held | undefined {
  const me = user();
  const one = me ? undoable(heldBy(me), now) : undefined;
  if (!me || !one || sending) return undefined;
  removeHeld(me, one.key);
  asDraft(me, one);
  changed();
  return one;
}

/** Sends what is due; all of it when the page is about to be left. */
export function flush(all = true): Promise<void> {
  sending ??= sendAll(all).finally(() => {
    sending = null;
    changed();
  });
  return sending;
}

async function sendAll(all: boolean): Promise<void> {
  const me = user();
  // A locked page still has its session.
  if (!me || !['in', 'locked'].includes(session.get().state)) return;
  const list = heldBy(me);
  for (const one of all ? list : dueOf(list, Date.now())) {
    const goesOn = await sendOne(me, one);
    held.set(heldBy(me));
    if (!goesOn) return;
  }
}

/** False when the rest has to wait. */
async function sendOne(me: string, one: Held): Promise<boolean> {
  try {
    await sendVerdict(one);
  } catch (fault) {
    const passing = fault instanceof Unreachable || !(fault instanceof Problem);
    if (passing || fault.status === 401 || fault.status >= 500 || fault.status === 429) {
      tell?.waiting(one);
      return false;
    }
    removeHeld(me, one.key);
    asDraft(me, one);
    noteRefusal(one.image, fault);
    void queries.invalidateQueries({ queryKey: keys.one('images', one.image) });
    tell?.refused(one, fault);
    return true;
  }
  removeHeld(me, one.key);
  confirmed.set(new Map(confirmed.get()).set(one.image, one.label));
  void queries.invalidateQueries({ queryKey: keys.one('images', one.image) });
  void queries.invalidateQueries({ queryKey: keys.history('images', one.image) });
  tell?.sent(one);
  return true;
}

function asDraft(me: string, { image, label, comment }: Held): void {
  keepDraft(me, draftKey(image), { label, comment: comment ?? '' } satisfies VerdictDraft);
  returned.set(returned.get() + 1);
}

export function noteRefusal(image: string, fault: unknown): void {
  const next = new Map(refused.get());
  if (fault === undefined) next.delete(image);
  else next.set(image, fault);
  refused.set(next);
}

/** Shows what is held, and wakes when the first of it is due. */
function changed(): void {
  const me = user();
  const list = me ? heldBy(me) : [];
  held.set(list);
  clearTimeout(timer);
  const [first] = list;
  if (!first) return;
  const due = first.at + UNDO_MS - Date.now();
  // What is overdue was not taken by the server: it is tried again at a calmer pace.
  timer = setTimeout(() => void flush(false), due > 0 ? due : AGAIN_MS);
}

const AGAIN_MS = 5_000;

/** Looks after what is held for as long as somebody is signed in. */
export function attend(): () => void {
  const now = async () => {
    const me = user();
    if (!me) return;
    leaveHeld(me);
    if (sending) await sending;
    await flush();
  };
  const back = () => {
    // Whoever comes to a locked page may be somebody else: what is held goes now.
    if (session.get().state === 'locked') void now();
    if (connection.get().lostAt === null && session.get().state === 'in') void flush(false);
  };
  const offSession = session.subscribe(back);
  const offConnection = connection.subscribe(back);
  window.addEventListener('pagehide', now);
  beforeLeaving.add(now);
  changed();
  void flush(false);
  return () => {
    offSession();
    offConnection();
    window.removeEventListener('pagehide', now);
    beforeLeaving.delete(now);
    clearTimeout(timer);
  };
}
