import { useDemonstration } from '@/api/demonstration';
import { shell } from '@/words/shell';

/** Says on every page, for as long as the installation lives, that nothing here is real. */
export function DemonstrationStrip() {
  if (!useDemonstration()) return null;
  return (
    <p className="flex-none truncate border-b border-line bg-sunk px-4 py-[3px] text-small text-ink-2 max-rail:px-3 max-rail:text-label print:hidden">
      {shell.demonstration}
    </p>
  );
}

/** The same beside the research-use line. */
export function DemonstrationWords() {
  return useDemonstration() ? `${shell.demonstration} ` : null;
}
