import type { FileState, Queue, QueuedFile } from './queue';

/** Whether the model has said what it can of a file's image. */
export const isRead = ({ image }: QueuedFile): boolean =>
  image !== null && (image.predictions.length > 0 || Boolean(image.prediction_problem));

/** Whether leaving the page would lose files that have not been taken in. */
export const isUnderWay = ({ files }: Queue): boolean =>
  files.some(({ state }) => state === 'waiting' || state === 'sending');

/** Whether somebody has to look at it: refused, failed, there already, perhaps mixed up. */
export const needsALook = ({ state, warning }: QueuedFile): boolean =>
  ['refused', 'failed', 'duplicate'].includes(state) || warning !== null;

export interface Figures extends Record<FileState, number> {
  all: number;
  read: number;
  /** Came to an end, whichever. */
  ended: number;
  /** Bytes that were sent, and that are to be. */
  sentBytes: number;
  allBytes: number;
}

export function figuresOf({ files }: Queue): Figures {
  const figures: Figures = {
    all: files.length,
    waiting: 0,
    sending: 0,
    stored: 0,
    duplicate: 0,
    refused: 0,
    failed: 0,
    read: 0,
    ended: 0,
    sentBytes: 0,
    allBytes: 0,
  };
  for (const file of files) {
    figures[file.state] += 1;
    if (isRead(file)) figures.read += 1;
    const open = file.state === 'waiting' || file.state === 'sending';
    if (!open) figures.ended += 1;
    figures.allBytes += file.size;
    figures.sentBytes += open ? Math.min(file.sent, file.size) : file.size;
  }
  return figures;
}
