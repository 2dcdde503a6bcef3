import { createStore } from '@/store';

export type Theme = 'system' | 'light' | 'dark';

const KEY = 'hema.theme';
const THEMES: readonly Theme[] = ['system', 'light', 'dark'];
const kept = localStorage.getItem(KEY) as Theme | null;

/** The person's choice; the tokens do the rest. */
export const theme = createStore<Theme>(kept && THEMES.includes(kept) ? kept : 'system');

export function applyTheme(): void {
  const chosen = theme.get();
  if (chosen === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = chosen;
}

export function chooseTheme(chosen: Theme): void {
  localStorage.setItem(KEY, chosen);
  theme.set(chosen);
  applyTheme();
}
