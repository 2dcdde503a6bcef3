import type { ReactNode } from 'react';

/** The line of filters under a page's top bar; it wraps where there is no room. */
export const FilterBar = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-4 py-[9px] max-rail:px-3">
    {children}
  </div>
);

/** The line of figures under the filters. */
export const SummaryLine = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-none items-center gap-5 overflow-hidden border-b border-line px-4 py-[7px] text-small whitespace-nowrap text-ink-3 max-rail:px-3">
    {children}
  </div>
);
