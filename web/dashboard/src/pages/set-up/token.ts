let taken: string | null = null;

/** The one-time token behind the # of the link, which browsers never send. It is taken out of the address at once. */
export function takeToken(): string | null {
  const found = location.hash.slice(1);
  if (found) {
    taken = found;
    history.replaceState(history.state, '', location.pathname);
  }
  return taken;
}
