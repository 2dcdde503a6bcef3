import type { InfiniteData } from '@tanstack/react-query';
import type { Kind } from './keys';
import type { Page } from './paged';
import { queries } from './queries';

type Lists<T> = InfiniteData<Page<T>> | undefined;

const isList = (queryKey: readonly unknown[], kind: Kind) =>
  queryKey[0] === kind && queryKey[1] === 'list';

/** Marks lists as out of date: they are read anew when they are next shown. */
export const staleLists = (kind: Kind) =>
  queries.invalidateQueries({
    predicate: ({ queryKey }) => isList(queryKey, kind),
    refetchType: 'none',
  });

/** Reads the lists in view anew, from their first pages. */
export const anewLists = (kind: Kind) =>
  queries.resetQueries({ predicate: ({ queryKey }) => isList(queryKey, kind) });

/** Puts what is known now in a row's place in every list that shows it. Nothing moves. */
export function replaceRow<T extends { id: string }>(kind: Kind, row: T): void {
  changeRows<T>(kind, (items) => items.map((item) => (item.id === row.id ? row : item)));
}

/** Takes a row out of every list. */
export function dropRow(kind: Kind, id: string): void {
  changeRows<{ id: string }>(kind, (items) => items.filter((item) => item.id !== id));
}

function changeRows<T>(kind: Kind, change: (items: T[]) => T[]): void {
  queries.setQueriesData<Lists<T>>(
    { predicate: ({ queryKey }) => isList(queryKey, kind) },
    (list) => list && { ...list, pages: list.pages.map((page) => changedPage(page, change)) },
  );
}

function changedPage<T>(page: Page<T>, change: (items: T[]) => T[]): Page<T> {
  const items = change(page.items);
  return { ...page, items, total: page.total - (page.items.length - items.length) };
}
