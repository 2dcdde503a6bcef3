import type { ReactNode } from 'react';
import { useMe } from '@/api/session';
import { shell } from '@/words/shell';
import { dayAndTime } from '@/words/time';

interface SheetProps {
  /** The two identifiers, on every page of it. */
  identity: ReactNode;
  children: ReactNode;
}

/** What is printed in a page's place. Browsers repeat a table's head and foot on each sheet of paper. */
export function Sheet({ identity, children }: SheetProps) {
  const { full_name } = useMe();
  return (
    <table data-sheet="" className="hidden w-full print:table">
      <thead>
        <tr>
          <td className="border-b border-line-strong pb-2">{identity}</td>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td className="py-4">{children}</td>
        </tr>
      </tbody>
      <tfoot>
        <tr>
          <td className="border-t border-line-strong pt-2 text-small text-ink-2">
            <b className="font-semibold">{shell.researchUse}</b>
            <span className="float-right">{shell.printed(full_name, dayAndTime(new Date()))}</span>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
