import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** What the fake server is asked, in order, and what it answers. */
let asked: Request[] = [];
let answers: Response[] = [];

const json = (status: number, body: unknown, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });

async function fresh() {
  vi.resetModules();
  const [client, store, connection] = await Promise.all([
    import('./client'),
    import('./session-store'),
    import('./connection'),
  ]);
  return { ...client, ...store, ...connection };
}

beforeEach(() => {
  asked = [];
  answers = [];
  const kept = new Map<string, string>();
  vi.stubGlobal('location', { origin: 'http://lab.test' });
  vi.stubGlobal('document', { cookie: 'hema_csrf=secret' });
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  });
  vi.stubGlobal('fetch', async (input: Request | string, init?: RequestInit) => {
    asked.push(input instanceof Request ? input : new Request(`http://lab.test${input}`, init));
    const next = answers.shift();
    if (!next) throw new TypeError('nothing answers');
    return next;
  });
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

const user = { username: 'u', full_name: 'U', role: 'auditor' as const, password: 'p' };

test('a command carries the secret and a key of its own, and the next read asks to see it', async () => {
  const { api, got } = await fresh();
  answers = [json(201, { id: '1', changed: true }, { position: '41' }), json(200, { items: [] })];
  await got(api.POST('/api/v1/users', { body: user }));
  await got(api.GET('/api/v1/users'));
  expect(asked[0]?.headers.get('x-csrf-token')).toBe('secret');
  expect(asked[0]?.headers.get('idempotency-key')).toMatch(/^[0-9a-f-]{36}$/);
  expect(asked[1]?.url).toBe('http://lab.test/api/v1/users?after=41');
});

test('an access token that ran out is exchanged and the request sent again, with the same key', async () => {
  const { api, got } = await fresh();
  answers = [json(401, {}), json(200, { expires_in: 720 }), json(201, { id: '1', changed: true })];
  await got(api.POST('/api/v1/users', { body: user }));
  expect(asked.map(({ url }) => new URL(url).pathname)).toEqual([
    '/api/v1/users',
    '/api/v1/session/refresh',
    '/api/v1/users',
  ]);
  expect(asked[2]?.headers.get('idempotency-key')).toBe(asked[0]?.headers.get('idempotency-key'));
  expect(await asked[2]?.json()).toEqual(user);
});

test('requests that meet an old token at once exchange it once', async () => {
  const { api, got } = await fresh();
  answers = [
    json(401, {}),
    json(401, {}),
    json(200, { expires_in: 720 }),
    json(200, { items: [] }),
    json(200, { items: [] }),
  ];
  await Promise.all([got(api.GET('/api/v1/panels')), got(api.GET('/api/v1/models'))]);
  expect(asked.filter(({ url }) => url.endsWith('/refresh'))).toHaveLength(1);
});

test('a session that is over leaves the page and asks to sign in', async () => {
  const { api, got, session } = await fresh();
  const me = { id: '1', username: 'u', full_name: 'U', role: 'auditor' as const };
  session.set({ me, state: 'in' });
  answers = [json(401, { type: 'urn:hemaclassify:problem:not-signed-in' }), json(401, {})];
  await expect(got(api.GET('/api/v1/panels'))).rejects.toMatchObject({ kind: 'not-signed-in' });
  expect(session.get()).toEqual({ me, state: 'ended' });
});

test('a server that does not answer is noted, and that it answers again', async () => {
  const { api, got, connection } = await fresh();
  await expect(got(api.GET('/api/v1/panels'))).rejects.toMatchObject({ name: 'Unreachable' });
  expect(connection.get().lostAt).not.toBeNull();
  answers = [json(200, { items: [] })];
  await got(api.GET('/api/v1/panels'));
  expect(connection.get().lostAt).toBeNull();
});
