/** Names of what was read, so that the live stream can say by id what is out of date. */
export const keys = {
  one: (kind: Kind, id: string) => [kind, 'one', id] as const,
  list: (kind: Kind, filters: object = {}) => [kind, 'list', filters] as const,
  history: (kind: Kind, id: string) => [kind, 'history', id] as const,
  stats: (filters: object = {}) => ['stats', filters] as const,
};

export type Kind =
  | 'images'
  | 'cases'
  | 'patients'
  | 'users'
  | 'panels'
  | 'models'
  | 'access'
  | 'operations';
