import { cx } from '@/ui/cx';

/** So many signs fit on one line of a column. */
const FITS = 13;

/** A patient's number or an accession in a table: never cut off, on two lines when it is long. */
export const Identifier = ({ text, strong }: { text: string; strong?: boolean }) => (
  <span
    title={text}
    className={cx(
      strong && 'font-semibold',
      text.length > FITS && 'block text-label leading-[14px] break-all whitespace-normal',
    )}
  >
    {text}
  </span>
);
