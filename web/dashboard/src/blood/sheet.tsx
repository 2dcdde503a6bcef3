import type { ReactNode } from 'react';
import type { Case } from '@/api/cases';
import type { Patient } from '@/api/patients';
import { useMe } from '@/api/session';
import { DemonstrationWords } from '@/shell/demonstration';
import { shell } from '@/words/shell';
import { dayAndTime } from '@/words/time';
import { IdentityBar } from './identity-bar';

interface SheetProps {
  /** Whose identifiers stand on every page of it. */
  patient: Patient | undefined;
  one: Case | undefined;
  children: ReactNode;
}

/** What is printed in a page's place. Browsers repeat a table's head and foot on each sheet of paper. */
export function Sheet({ patient, one, children }: SheetProps) {
  const { full_name } = useMe();
  return (
    <table data-sheet="" className="hidden w-full print:table">
      <thead>
        <tr>
          <td className="border-b border-line-strong pb-2">
            <IdentityBar patient={patient} one={one}>
              {patient?.name}
            </IdentityBar>
          </td>
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
            <b className="font-semibold">
              <DemonstrationWords />
              {shell.researchUse}
            </b>
            <span className="float-right">{shell.printed(full_name, dayAndTime(new Date()))}</span>
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
