import { createStore } from '@/store';

/** Whether the server answers; since when it has not. */
export const connection = createStore<{ lostAt: number | null }>({ lostAt: null });

/** Notes that the server answered something. */
export function answered(): void {
  if (connection.get().lostAt !== null) connection.set({ lostAt: null });
}

/** Notes that the server could not be reached. */
export function unanswered(now = Date.now()): void {
  if (connection.get().lostAt === null) connection.set({ lostAt: now });
}
