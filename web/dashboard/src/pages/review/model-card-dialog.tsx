import { useQuery } from '@tanstack/react-query';
import { modelsQuery } from '@/api/models';
import { Dialog } from '@/ui/dialog';
import { Markdown } from '@/ui/markdown/markdown';
import { review } from '@/words/review';

/** What the model is, what it learned from and what it does not know, in its makers' words. */
export function ModelCardDialog({ id, onClose }: { id: string | null; onClose: () => void }) {
  const { data } = useQuery(modelsQuery);
  const model = data?.find((one) => one.id === id);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={model?.name ?? review.facts.card}
      says={id === null ? review.card.none : model?.statement}
      wide
    >
      {model && <Markdown text={withoutTitle(model.card)} />}
    </Dialog>
  );
}

/** The dialog has the name as its own heading. */
const withoutTitle = (card: string) => card.replace(/^\s*# .*\n/, '');
