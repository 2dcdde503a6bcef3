import { createStore } from '@/store';

/** What lies over the page at the person's wish. */
export const layer = createStore<'palette' | 'help' | null>(null);
