import { type ReactNode, useEffect } from 'react';
import { useStore } from '@/store';
import { cx } from '@/ui/cx';
import { shell } from '@/words/shell';
import { FindButton } from './find-button';
import { LiveState } from './live-state';
import { PrintKey } from './print-key';
import { printing } from './printing';
import { StatusBar } from './status-bar';

interface PageProps {
  /** The page's one heading, and the window's title. */
  title: string;
  /** The two identifiers, in the heading's place; the heading is then only heard. */
  identity?: ReactNode;
  /** What stands beside the heading. */
  beside?: ReactNode;
  /** What stands at the right end of the top bar. */
  actions?: ReactNode;
  /** Without the search field, where the top bar is full. */
  noFind?: boolean;
  /** What stands at the right end of the status bar, such as how much is shown. */
  status?: ReactNode;
  /** Changes by themselves: says whether they arrive. */
  live?: boolean;
  /** The sheet that is printed in the page's place. */
  sheet?: ReactNode;
  children: ReactNode;
}

/** A page behind sign-in: top bar, work area, status bar. */
export function Page({
  title,
  identity,
  beside,
  actions,
  noFind,
  status,
  live,
  sheet,
  children,
}: PageProps) {
  useEffect(() => {
    document.title = `${title} · ${shell.product}`;
  }, [title]);
  const prints = useStore(printing) && sheet !== undefined;
  return (
    <main id="main" tabIndex={-1} className="flex min-h-0 grow flex-col outline-none print:block">
      {sheet !== undefined && <PrintKey />}
      {prints && sheet}
      <div className={cx('contents', prints && 'print:hidden')}>
        <header className="flex h-12 flex-none items-center gap-3 border-b border-line px-4 max-rail:px-3">
          <h1 className={cx('truncate', identity !== undefined && 'sr-only')}>{title}</h1>
          {identity}
          {beside}
          {live && <LiveState />}
          <div className="ml-auto flex items-center gap-2">
            {actions}
            {!noFind && <FindButton />}
          </div>
        </header>
        <div className="flex min-h-0 grow flex-col">{children}</div>
        <StatusBar>{status}</StatusBar>
      </div>
    </main>
  );
}
