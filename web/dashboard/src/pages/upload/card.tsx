import type { ReactNode } from 'react';
import { cx } from '@/ui/cx';

/** A part of the page with a heading of its own. */
export function Card({
  title,
  note,
  actions,
  className,
  children,
}: {
  title: string;
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section className={cx('flex flex-col rounded-box border border-line', className)}>
      <header className="flex min-h-10 flex-none flex-wrap items-center gap-x-2.5 gap-y-1.5 border-b border-line px-3.5 py-1">
        <h2>{title}</h2>
        {note && <span className="text-small text-ink-3">{note}</span>}
        {actions && <span className="ml-auto flex items-center gap-2">{actions}</span>}
      </header>
      {children}
    </section>
  );
}
