import type { Image } from '@/api/images';
import { ReassignDialog } from './reassign-dialog';
import { VoidDialog } from './void-dialog';

/** What is to be done with images, apart from reading them. */
export interface ImageTask {
  kind: 'reassign' | 'void';
  images: readonly Image[];
}

interface ImageDialogsProps {
  task: ImageTask | null;
  onDone: () => void;
  onClose: () => void;
}

export function ImageDialogs({ task, ...rest }: ImageDialogsProps) {
  if (task === null) return null;
  const Dialog = task.kind === 'void' ? VoidDialog : ReassignDialog;
  return <Dialog images={task.images} {...rest} />;
}
