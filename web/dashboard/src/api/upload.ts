import { answered, unanswered } from './connection';
import { csrfOf } from './csrf';
import { written } from './position';
import { Problem, problemOf, Unreachable } from './problem';
import { refresh } from './refresh';
import type { components } from './schema';
import { sessionEnded } from './session-store';

export type UploadedFile = components['schemas']['UploadedFile'];

export interface Optics {
  objective?: string;
  microns_per_pixel?: string;
  scanner?: string;
}

export interface Upload {
  caseId: string;
  panel: string;
  optics: Optics;
  file: File;
  /** The same one whenever this file is sent, so that it is taken in once. */
  key: string;
}

/** A connection on which nothing moves for this long is given up. */
const STALLED_MS = 90_000;

/** Sends one file to a case and says how far it is; `fetch` does not tell how much was sent. */
export async function sendFile(
  upload: Upload,
  told: (bytes: number) => void,
  signal: AbortSignal,
): Promise<UploadedFile> {
  const since = Date.now();
  let answer = await post(upload, told, signal);
  if (answer.status === 401 && (await refresh(since))) answer = await post(upload, told, signal);
  if (answer.status === 401) sessionEnded();
  if (!answer.ok) throw await problemOf(answer);
  const { items } = (await answer.json()) as components['schemas']['Uploaded'];
  const [item] = items;
  if (!item) throw new Problem({}, answer.status);
  return item;
}

function formOf({ panel, optics, file }: Upload): FormData {
  const form = new FormData();
  form.set('panel', panel);
  for (const [name, value] of Object.entries(optics)) if (value) form.set(name, value);
  form.append('file', file, file.name);
  return form;
}

function post(
  upload: Upload,
  told: (bytes: number) => void,
  signal: AbortSignal,
): Promise<Response> {
  const request = new XMLHttpRequest();
  request.open('POST', `/api/v1/cases/${upload.caseId}/images`);
  request.setRequestHeader('idempotency-key', upload.key);
  const secret = csrfOf(document.cookie);
  if (secret) request.setRequestHeader('x-csrf-token', secret);

  return new Promise((resolve, reject) => {
    let stalled: ReturnType<typeof setTimeout>;
    const moves = () => {
      clearTimeout(stalled);
      stalled = setTimeout(() => request.abort(), STALLED_MS);
    };
    const lost = () => {
      clearTimeout(stalled);
      if (!signal.aborted) unanswered();
      reject(new Unreachable());
    };
    const stop = () => request.abort();
    request.upload.onprogress = ({ loaded }) => {
      moves();
      told(loaded);
    };
    request.onerror = lost;
    request.onabort = lost;
    request.onload = () => {
      clearTimeout(stalled);
      signal.removeEventListener('abort', stop);
      answered();
      written(request.getResponseHeader('position'));
      resolve(answerOf(request));
    };
    signal.addEventListener('abort', stop, { once: true });
    moves();
    request.send(formOf(upload));
  });
}

function answerOf(request: XMLHttpRequest): Response {
  const retryAfter = request.getResponseHeader('retry-after');
  return new Response(request.responseText || null, {
    status: request.status,
    headers: retryAfter ? { 'retry-after': retryAfter } : {},
  });
}
