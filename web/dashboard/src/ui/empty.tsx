import type { ReactNode } from 'react';

/** In the place of what is not there: one sentence, and the next step. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-3 px-4 py-5 text-ink-2">
      <p>{children}</p>
      {action}
    </div>
  );
}
