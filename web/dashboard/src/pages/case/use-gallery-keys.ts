import type { Panel } from '@/api/panels';
import type { Binding } from '@/keys/registry';
import { useKeys } from '@/keys/use-keys';
import { caseWords } from '@/words/case';

const words = caseWords.keys;

interface GalleryKeys {
  panel: Panel;
  mayRecord: boolean;
  selected: number;
  waiting: number;
  onMove: (label: string) => void;
  onConfirm: () => void;
  onUndo: () => void;
  onReview: () => void;
  onNone: () => void;
  onTake: () => void;
}

/** The arrows enter the gallery from anywhere on the page; inside it they move. */
function enter(): void {
  document.querySelector<HTMLElement>('[data-image][tabindex="0"]')?.focus();
}

export function useGalleryKeys(at: GalleryKeys): void {
  const off = !at.mayRecord || at.selected === 0;
  const classes = at.panel.labels.filter(({ retired }) => !retired).slice(0, 9);
  const digits = classes.map(
    ({ id, name }, place): Binding => ({
      keys: String(place + 1),
      does: `${words.moveTo}: ${name}`,
      off,
      run: () => at.onMove(id),
    }),
  );
  useKeys(words.title, [
    { keys: ['ArrowRight', 'ArrowLeft', 'ArrowDown', 'ArrowUp'], does: words.arrows, run: enter },
    { keys: 'Space', does: words.select, hint: words.select, run: enter },
    { keys: ['Shift+ArrowRight', 'Shift+ArrowDown'], does: words.extend, run: enter },
    {
      keys: 'Shift+Enter',
      does: words.confirm,
      hint: at.mayRecord ? words.confirm : undefined,
      off,
      run: at.onConfirm,
    },
    { keys: 'Enter', does: words.open, hint: words.open, run: enter },
    { keys: 'n', does: words.review, hint: words.review, run: at.onReview },
    { keys: 'z', does: words.undo, off: !at.mayRecord, run: at.onUndo },
    { keys: 'r', does: words.take, off: at.waiting === 0, run: at.onTake },
    ...digits,
    { keys: 'u', does: words.uncertain, off, run: () => at.onMove('uncertain') },
    { keys: 'x', does: words.unsuitable, off, run: () => at.onMove('unsuitable') },
    { keys: 'o', does: words.other, off, run: () => at.onMove('other') },
    { keys: 'Escape', does: words.none, off: at.selected === 0, run: at.onNone },
  ]);
}
