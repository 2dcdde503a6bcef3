import { voidImage } from '@/api/image-commands';
import type { Image } from '@/api/images';
import { ReasonDialog } from '@/ui/reason-dialog';
import { toast } from '@/ui/toast-store';
import { caseWords } from '@/words/case';

const words = caseWords.void;

interface VoidDialogProps {
  images: readonly Image[];
  onDone: () => void;
  onClose: () => void;
}

/** Takes images out of work, with a reason. */
export function VoidDialog({ images, onDone, onClose }: VoidDialogProps) {
  const confirm = async (reason: string) => {
    for (const image of images) await voidImage(image, reason);
    toast({ title: words.done(images.length) });
    onDone();
  };
  return (
    <ReasonDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={words.title(images.length)}
      says={words.says}
      label={words.reason}
      action={words.action}
      onConfirm={confirm}
    />
  );
}
