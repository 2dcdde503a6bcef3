import { useKeys } from '@/keys/use-keys';
import { review } from '@/words/review';

interface ReviewKeysProps {
  /** None for those who record nothing. */
  onUndo: (() => void) | undefined;
  onNext: () => void;
  onPrevious: () => void;
  /** Goes back to where the last step came from. */
  onReturn: () => void;
  onCompare: () => void;
  onHistory: () => void;
}

/** The keys of the way through the queue. Drawn after the form, so that its keys are named first. */
export function ReviewKeys({
  onUndo,
  onNext,
  onPrevious,
  onReturn,
  onCompare,
  onHistory,
}: ReviewKeysProps) {
  const words = review.keys;
  useKeys(words.title, [
    ...(onUndo ? [{ keys: 'z', does: words.undo, hint: words.undoHint, run: onUndo }] : []),
    {
      keys: ['j', 'k'],
      does: words.step,
      hint: words.step,
      run: ({ key }) => (key.toLowerCase() === 'j' ? onNext() : onPrevious()),
      back: onReturn,
    },
    { keys: 'c', does: words.compare, hint: words.compareHint, run: onCompare },
    { keys: 'h', does: words.history, run: onHistory },
  ]);
  return null;
}
