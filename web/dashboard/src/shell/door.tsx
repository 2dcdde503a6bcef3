import { type ReactNode, useEffect } from 'react';
import { Mark } from '@/ui/icon';
import { Tips } from '@/ui/tips';
import { shell } from '@/words/shell';
import { DemonstrationWords } from './demonstration';
import { Smear } from './smear';

interface DoorProps {
  title: string;
  says: string;
  /** Beside the research-use line. */
  foot?: string;
  children: ReactNode;
}

/** A page before sign-in: a form, and beside it a drawn smear. Nothing of any case is shown. */
export function Door({ title, says, foot, children }: DoorProps) {
  useEffect(() => {
    document.title = `${title} · ${shell.product}`;
  }, [title]);
  return (
    <>
      <div className="grid h-dvh grid-cols-1 bg-panel wide:grid-cols-[480px_1fr]">
        <main className="flex flex-col justify-between gap-8 overflow-auto border-r border-line px-16 py-7 max-wide:mx-auto max-wide:w-full max-wide:max-w-[480px] max-wide:border-0 max-rail:px-5">
          <div className="flex items-center gap-2 text-id font-semibold">
            <Mark /> {shell.product}
          </div>
          <div className="flex flex-col gap-3">
            <div>
              <h1 className="text-big">{title}</h1>
              <p className="pt-1 text-small text-ink-3">{says}</p>
            </div>
            {children}
          </div>
          <p className="text-small text-ink-3">
            <DemonstrationWords />
            {shell.researchUse} {foot}
          </p>
        </main>
        <Smear />
      </div>
      <Tips />
    </>
  );
}
