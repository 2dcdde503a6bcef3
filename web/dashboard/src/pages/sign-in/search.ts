/** Where to go after signing in: an address of ours, never another site's. */
export function signInSearch(search: Record<string, unknown>): { to?: string } {
  const { to } = search;
  const isOurs =
    typeof to === 'string' && to.startsWith('/') && !to.startsWith('//') && !to.includes('\\');
  return isOurs ? { to } : {};
}
