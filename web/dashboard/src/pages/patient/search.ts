export const TABS = ['cases', 'images'] as const;
export type Tab = (typeof TABS)[number];

export interface PatientSearch {
  tab?: Exclude<Tab, 'cases'>;
}

/** What the address may say. */
export const patientSearch = (search: Record<string, unknown>): PatientSearch => ({
  tab: search.tab === 'images' ? 'images' : undefined,
});
