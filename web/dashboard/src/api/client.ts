import createClient, { type Middleware } from 'openapi-fetch';
import { answered, unanswered } from './connection';
import { csrfOf } from './csrf';
import { toReach, written } from './position';
import { problemOf, Unreachable } from './problem';
import { refresh } from './refresh';
import type { paths } from './schema';
import { sessionEnded } from './session-store';

const isCommand = (method: string) => !['GET', 'HEAD'].includes(method);
/** Signing in and the like: a 401 there is an answer, not the session's end. */
const isDoor = (url: string) => /\/api\/v1\/(session|setup)/.test(url);

/** Sends a request; when the access token has run out, gets the next one and sends it again. */
export async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const since = Date.now();
  const first = await reach(request);
  if (first.status !== 401 || isDoor(request.url)) return first;
  if (await refresh(since)) {
    const second = await reach(signed(again));
    if (second.status !== 401) return second;
  }
  sessionEnded();
  return first;
}

async function reach(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    answered();
    return response;
  } catch (fault) {
    if (request.signal.aborted) throw fault;
    unanswered();
    throw new Unreachable();
  }
}

function signed(request: Request): Request {
  const secret = csrfOf(document.cookie);
  if (isCommand(request.method) && secret) request.headers.set('x-csrf-token', secret);
  return request;
}

/** What every request carries, and what is remembered of every answer. */
const manners: Middleware = {
  onRequest({ request }) {
    if (isCommand(request.method)) {
      if (!isDoor(request.url) && !request.headers.has('idempotency-key'))
        request.headers.set('idempotency-key', crypto.randomUUID());
      return signed(request);
    }
    const position = toReach();
    const url = new URL(request.url);
    if (position === null || url.searchParams.has('after') || url.searchParams.has('as_of'))
      return request;
    url.searchParams.set('after', position);
    return new Request(url, request);
  },
  onResponse({ response }) {
    written(response.headers.get('position'));
  },
};

/** The interface, typed from its own document. */
export const api = createClient<paths>({ baseUrl: location.origin, fetch: send });
api.use(manners);

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer, or its problem thrown. */
export async function got<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  if (error && typeof error === 'object') throw await problemOf(Response.json(error, response));
  throw await problemOf(response);
}

/** For `If-Match`: the revision at which something was seen. */
export const ifMatch = (revision: number) => ({ 'If-Match': `"${revision}"` });
