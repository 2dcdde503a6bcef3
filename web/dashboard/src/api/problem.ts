import type { components } from './schema';

type ProblemDocument = components['schemas']['Problem'];
type Fault = components['schemas']['Fault'];

const PREFIX = 'urn:hemaclassify:problem:';

/** A refusal or failure as the server words it (RFC 9457). */
export class Problem extends Error {
  override readonly name = 'Problem';
  /** The word that names the kind; it never changes its meaning. */
  readonly kind: string;
  readonly title: string;
  readonly status: number;
  readonly faults: readonly Fault[];
  readonly retryAfter: number | null;

  constructor(
    document: Partial<ProblemDocument>,
    status: number,
    retryAfter: number | null = null,
  ) {
    super(document.detail ?? `The server answered with status ${status}.`);
    this.kind = document.type?.startsWith(PREFIX) ? document.type.slice(PREFIX.length) : 'unknown';
    this.title = document.title ?? 'The request was not done';
    this.status = status;
    this.faults = document.errors ?? [];
    this.retryAfter = retryAfter;
  }

  /** What is wrong with one field of the form, named as in the request's body. */
  faultAt(field: string): string | undefined {
    return this.faults.find((fault) => fault.pointer === `/${field}`)?.detail;
  }
}

/** The server was not reached: nothing is known of what it did. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

/** Reads the problem that a failed answer carries. */
export async function problemOf(response: Response): Promise<Problem> {
  const retryAfter = Number(response.headers.get('retry-after'));
  const document = await response.json().catch(() => ({}));
  return new Problem(document, response.status, retryAfter > 0 ? retryAfter : null);
}

/** Whether asking again may help by itself. */
export function isPassing(error: unknown): boolean {
  if (error instanceof Unreachable) return true;
  return error instanceof Problem && [408, 502, 503, 504].includes(error.status);
}
