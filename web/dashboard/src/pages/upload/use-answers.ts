import { useEffect } from 'react';
import { api, got } from '@/api/client';
import type { Image } from '@/api/images';
import { useLiveChanges } from '@/api/live';
import { isRead } from './figures';
import { type QueuedFile, seen } from './queue';
import { queue } from './runner';

/** In case the live stream missed something. */
const SWEEP_MS = 12_000;
const AT_ONCE = 200;

/** Keeps the queue's images as they are: predictions appear by themselves as they arrive. */
export function useAnswers(): void {
  useLiveChanges((changes) => {
    const cases = new Set(casesToAsk());
    const concerned = changes.some(({ case_id, image_id }) => {
      return image_id && case_id && cases.has(case_id);
    });
    if (concerned) void look();
  });
  useEffect(() => {
    void look();
    const timer = setInterval(() => void look(), SWEEP_MS);
    return () => clearInterval(timer);
  }, []);
}

let looking = false;

async function look(): Promise<void> {
  if (looking) return;
  looking = true;
  try {
    for (const caseId of casesToAsk()) {
      const images = await imagesOf(caseId);
      queue.set(seen(queue.get(), images));
    }
  } catch {
    // The next change or sweep looks again; the offline strip says why nothing comes.
  }
  looking = false;
}

/** Its image is not known yet, or the model has not answered. */
const isOpen = (file: QueuedFile) =>
  file.imageId !== null && (file.image === null || (file.state === 'stored' && !isRead(file)));

const casesToAsk = (): readonly string[] => [
  ...new Set(queue.get().files.flatMap((file) => (isOpen(file) ? [file.target.caseId] : []))),
];

/** The images of a case, newest first, back to the oldest that is asked about. */
async function imagesOf(caseId: string): Promise<Image[]> {
  const wanted = new Set(
    queue
      .get()
      .files.flatMap((file) =>
        file.target.caseId === caseId && isOpen(file) ? (file.imageId ?? []) : [],
      ),
  );
  const found: Image[] = [];
  let cursor: string | undefined;
  do {
    const query = { case: caseId, sort: '-uploaded_at' as const, limit: AT_ONCE, cursor };
    const page = await got(api.GET('/api/v1/images', { params: { query } }));
    found.push(...page.items);
    for (const { id } of page.items) wanted.delete(id);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && wanted.size > 0);
  // What is left lies in another case of the patient.
  for (const id of [...wanted].slice(0, 20))
    found.push(await got(api.GET('/api/v1/images/{id}', { params: { path: { id } } })));
  return found;
}
