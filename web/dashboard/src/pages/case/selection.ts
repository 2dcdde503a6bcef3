/** Which cells are chosen, and from where a range is drawn. */
export interface Selection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const NONE: Selection = { ids: new Set(), anchor: null };

export const only = (id: string): Selection => ({ ids: new Set([id]), anchor: id });

export const these = (ids: readonly string[]): Selection => ({
  ids: new Set(ids),
  anchor: ids[0] ?? null,
});

export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** From the anchor to here, in the order in which cells stand. */
export function extended({ anchor }: Selection, to: string, order: readonly string[]): Selection {
  const from = anchor === null ? -1 : order.indexOf(anchor);
  const end = order.indexOf(to);
  if (from < 0 || end < 0) return only(to);
  const range = order.slice(Math.min(from, end), Math.max(from, end) + 1);
  return { ids: new Set(range), anchor };
}

/** Without what is no longer there. The same one when nothing is missing. */
export function within(selection: Selection, order: readonly string[]): Selection {
  const there = new Set(order);
  const ids = [...selection.ids].filter((id) => there.has(id));
  if (ids.length === selection.ids.size) return selection;
  const { anchor } = selection;
  return { ids: new Set(ids), anchor: anchor !== null && there.has(anchor) ? anchor : null };
}
