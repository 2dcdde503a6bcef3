import createClient from 'openapi-fetch';
import type { paths } from '../../src/api/schema';

export const password = 'violet-Giemsa-tessellate-47';
/** Access tokens live for minutes; a client takes the next one well before. */
const tokenAge = 4 * 60_000;

export type Role = 'admin' | 'technologist' | 'hematologist' | 'auditor';

/** The interface as a program uses it: with a bearer token. */
export function client(url: string, username: string) {
  const door = createClient<paths>({ baseUrl: url });
  const api = createClient<paths>({ baseUrl: url });
  let token = '';
  let since = 0;
  api.use({
    async onRequest({ request }) {
      if (Date.now() - since > tokenAge) {
        const signedIn = await door.POST('/api/v1/session', { body: { username, password } });
        token = given(signedIn).access_token;
        since = Date.now();
      }
      request.headers.set('authorization', `Bearer ${token}`);
      return request;
    },
  });
  return api;
}

export type Client = ReturnType<typeof client>;

/** The data of an answer that has to be good. */
export function given<T>({ data, error }: { data?: T; error?: unknown }): T {
  if (data === undefined) throw new Error(`Refused: ${JSON.stringify(error)}`);
  return data;
}
