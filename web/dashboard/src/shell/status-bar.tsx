import { useMatches } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type Binding, scopes, singleKeys, waysOf } from '@/keys/registry';
import { useStore } from '@/store';
import { cx } from '@/ui/cx';
import { Kbd } from '@/ui/kbd';
import { shell } from '@/words/shell';

const MOST = 7;

/** The keys that act here, as many as there is room for, and how much is shown. */
export function StatusBar({ children }: { children?: ReactNode }) {
  const all = useStore(scopes);
  const on = useStore(singleKeys);
  const rail = useMatches().some(({ staticData }) => staticData.rail);
  const hints = all.flatMap(({ bindings }) => bindings).filter(({ hint, off }) => hint && !off);
  return (
    <footer className="flex h-8 flex-none items-center gap-4 overflow-hidden border-t border-line px-4 text-small whitespace-nowrap text-ink-3 max-rail:hidden print:hidden">
      {on && hints.length > 0 && <Hints hints={hints.slice(0, MOST)} />}
      <span className="inline-flex flex-none items-center gap-[5px]">
        <Kbd keys="?" /> {shell.allKeys}
      </span>
      <span role="status" className="ml-auto inline-flex flex-none items-center gap-3">
        {children}
      </span>
      <span className={cx('flex-none', !rail && 'wide:hidden')}>{shell.researchUse}</span>
    </footer>
  );
}

/** As many as fit in a line; the others wrap out of sight. */
const Hints = ({ hints }: { hints: readonly Binding[] }) => (
  <span className="-mr-4 flex h-[18px] min-w-0 flex-wrap overflow-hidden">
    {/* Stays where not even one fits. */}
    <i className="h-[18px]" />
    {hints.map((binding) => (
      <span key={binding.hint} className="mr-4 inline-flex h-[18px] items-center gap-[5px]">
        <Kbd keys={waysOf(binding).join(' ')} /> {binding.hint}
      </span>
    ))}
  </span>
);
