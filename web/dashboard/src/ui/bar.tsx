import { type ReactNode, useRef } from 'react';
import { useKeys } from '@/keys/use-keys';
import { shell } from '@/words/shell';

interface FilterBarProps {
  /** There is no search field: `/` comes to the first filter. */
  chips?: boolean;
  children: ReactNode;
}

/** The line of filters under a page's top bar; it wraps where there is no room. */
export function FilterBar({ chips, children }: FilterBarProps) {
  const bar = useRef<HTMLDivElement>(null);
  const first = () => bar.current?.querySelector<HTMLElement>('[aria-haspopup]')?.focus();
  const does = shell.keys.filter;
  useKeys(shell.keys.list, chips ? [{ keys: '/', does, hint: does, run: first }] : []);
  return (
    <div
      ref={bar}
      className="flex flex-none flex-wrap items-center gap-2 border-b border-line px-4 py-[9px] max-rail:px-3"
    >
      {children}
    </div>
  );
}

/** The line of figures under the filters. */
export const SummaryLine = ({ children }: { children: ReactNode }) => (
  <div className="flex flex-none items-center gap-5 overflow-hidden border-b border-line px-4 py-[7px] text-small whitespace-nowrap text-ink-3 max-rail:px-3">
    {children}
  </div>
);
