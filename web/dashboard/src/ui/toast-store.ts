import { createStore } from '@/store';
import type { Said } from '@/words/problems';

export interface Toast {
  id: number;
  title: string;
  text?: string;
  tone: 'plain' | 'fault';
  /** For how long it stays; as long as its undo is open. */
  ms: number;
  action?: { label: string; keys?: string; run: () => void };
}

export const toasts = createStore<readonly Toast[]>([]);

const SHORT_MS = 6_000;
const LONG_MS = 12_000;
const MOST = 3;
let next = 0;

/** Says something in passing. Returns how to take it back. */
export function toast(
  said: Omit<Toast, 'id' | 'tone' | 'ms'> & Partial<Pick<Toast, 'tone' | 'ms'>>,
): () => void {
  const id = ++next;
  const one: Toast = { tone: 'plain', ms: SHORT_MS, ...said, id };
  toasts.set([...toasts.get(), one].slice(-MOST));
  return () => dismiss(id);
}

/** Says a failure that has no place of its own on the page. */
export const toastFault = ({ title, text }: Said) =>
  toast({ title, text, tone: 'fault', ms: LONG_MS });

export function dismiss(id: number): void {
  toasts.set(toasts.get().filter((one) => one.id !== id));
}
