const TABS = ['images', 'facts', 'conclusion'] as const;
export type Tab = (typeof TABS)[number];
const LOOKS = ['unsure', 'open'] as const;

export interface CaseSearch {
  tab?: Tab;
  panel?: string;
  /** One group alone: a class, `outside`, `awaiting` or an abstention. */
  group?: string;
  /** What the model is not sure of, or what nobody has confirmed. */
  look?: (typeof LOOKS)[number];
}

const word = (value: unknown) => (typeof value === 'string' && value ? value : undefined);

/** What the address may say. */
export function caseSearch(search: Record<string, unknown>): CaseSearch {
  return {
    tab: TABS.find((tab) => tab === search.tab),
    panel: word(search.panel),
    group: word(search.group),
    look: LOOKS.find((look) => look === search.look),
  };
}
