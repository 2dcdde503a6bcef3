const NAMES = ['__Host-hema_csrf', 'hema_csrf'];

/** The session's secret that a page of ours alone can read and send back. */
export function csrfOf(cookies: string): string | null {
  const pairs = cookies.split(';').map((pair) => pair.trim().split('=', 2));
  const found = pairs.find(([name]) => name !== undefined && NAMES.includes(name));
  return found?.[1] || null;
}
