import { useState } from 'react';
import { type Image, imageQuery } from '@/api/images';
import type { Panel } from '@/api/panels';
import { queries } from '@/api/queries';
import { session } from '@/api/session-store';
import { dropDraft } from '@/drafts/drafts';
import { UNDO_MS, undoable } from '@/outbox/held';
import { draftKey, held, hold, takeBack } from '@/outbox/outbox';
import { toast } from '@/ui/toast-store';
import { blood } from '@/words/blood';
import { caseWords } from '@/words/case';
import { shell } from '@/words/shell';
import type { Cell } from './groups';
import { isAmended, type Move, moveOf } from './moves';

const words = caseWords.moved;

/** The image as the server has it, where a verdict of ours has been sent and is not shown yet. */
async function latest({ id, image, verdict, held }: Cell): Promise<Image> {
  if (verdict === null || held || image.verdict) return image;
  return queries.fetchQuery({ ...imageQuery(id), staleTime: 0 }).catch(() => image);
}

/** Records where cells belong; for some seconds all of it can be taken back at once. */
export function useRecording(panel: Panel, forget: (ids: readonly string[]) => void) {
  const [asking, setAsking] = useState<Move | null>(null);
  const nameOf = (label: string) =>
    panel.labels.find(({ id }) => id === label)?.name ?? blood.verdicts[label] ?? label;

  const undo = () => {
    const now = Date.now();
    const batch = undoable(held.get(), now)?.at;
    const back: string[] = [];
    while (batch !== undefined && undoable(held.get(), now)?.at === batch) {
      const one = takeBack(now);
      if (!one) break;
      back.push(one.image);
      // The cell stands where it stood; there is no form that would show a draft of it.
      const me = session.get().me?.id;
      if (me) dropDraft(me, draftKey(one.image));
    }
    forget(back);
    toast({ title: back.length > 0 ? words.takenBack(back.length) : words.tooLate });
  };

  const put = async (
    cells: readonly Cell[],
    label: string,
    title: string,
    more: { reason?: string; comment?: string; bulk?: boolean } = {},
  ) => {
    const images = await Promise.all(cells.map(latest));
    const now = Date.now();
    const name = nameOf(label);
    for (const [at, { id, case_revision: revision }] of images.entries()) {
      const cell = cells[at];
      // A reason is for those alone that have a verdict, or cannot be read.
      const reasoned = label === 'unsuitable' || (cell && isAmended(cell));
      const reason = reasoned ? more.reason : undefined;
      const { comment, bulk } = more;
      hold({ image: id, label, name, revision, reason, comment, bulk }, now);
    }
    const action = { label: shell.undo, keys: 'z', run: undo };
    toast({ title, ms: UNDO_MS, action });
  };

  const record = (move: Move, more: { reason?: string; comment?: string } = {}) => {
    const title = words.recorded(move.cells.length, nameOf(move.label), panel.unit);
    void put(move.cells, move.label, title, more);
    setAsking(null);
  };
  /** Moves cells to a class, or to an abstention; asks for what has to be said with it. */
  const move = (cells: readonly Cell[], label: string) => {
    if (cells.length === 0) return;
    const what = moveOf(cells, label, panel);
    if (what === 'oneByOne') toast({ title: words.oneByOne });
    else if (what === 'there') toast({ title: cells.length > 1 ? words.there : words.thereOne });
    else if (what.needsReason || what.needsComment) setAsking(what);
    else record(what);
  };
  const confirm = (cells: readonly Cell[], label: string) =>
    void put(cells, label, words.confirmed(cells.length, nameOf(label)), { bulk: true });

  return { move, confirm, undo, asking, record, stopAsking: () => setAsking(null), nameOf };
}
