import { ClassSwatch } from '@/blood/class-swatch';
import { cx } from '@/ui/cx';
import { Kbd } from '@/ui/kbd';
import { Tag } from '@/ui/tag';
import { panelWords as words } from '@/words/panels';
import type { PanelClass } from './classes';

interface ClassTableProps {
  label: string;
  classes: readonly PanelClass[];
  hasModel: boolean;
}

/** A panel's classes as a reader meets them: key, swatch, name, code. */
export function ClassTable({ label, classes, hasModel }: ClassTableProps) {
  const hasCodes = classes.some(({ icd10 }) => icd10);
  const heads = [
    words.columns.key,
    words.columns.name,
    words.columns.code,
    ...(hasCodes ? [words.columns.icd10] : []),
    ...(hasModel ? [words.columns.model] : []),
  ];
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too.
      tabIndex={0}
      className="overflow-x-auto rounded-box border border-line"
    >
      <table className="w-full">
        <thead>
          <tr className="text-left text-label text-ink-3">
            {heads.map((head) => (
              <th
                key={head}
                scope="col"
                className="border-b border-line-strong px-3 py-1.5 font-medium whitespace-nowrap max-rail:px-2 max-rail:first:hidden"
              >
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {classes.map((one) => (
            <Row key={one.id} one={one} hasCodes={hasCodes} hasModel={hasModel} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

const cell = 'h-9 px-3 whitespace-nowrap max-rail:px-2';

interface RowProps {
  one: PanelClass;
  hasCodes: boolean;
  hasModel: boolean;
}

function Row({ one, hasCodes, hasModel }: RowProps) {
  return (
    <tr className={cx('border-b border-line last:border-0', one.retired && 'text-ink-3')}>
      <td className={cx(cell, 'w-14 max-rail:hidden')}>{one.key && <Kbd keys={one.key} />}</td>
      <th scope="row" className={cx(cell, 'text-left font-normal max-rail:py-1.5')}>
        <span className="inline-flex items-center gap-2 max-rail:flex-wrap">
          <span className="inline-flex items-center gap-2 max-rail:whitespace-normal">
            <ClassSwatch code={one.code} />
            {one.name}
          </span>
          {one.critical && (
            <Tag tone="critical" icon="triangle">
              {words.critical}
            </Tag>
          )}
          {one.retired && <Tag>{words.retired}</Tag>}
        </span>
      </th>
      <td className={cx(cell, 'w-20')}>{one.code}</td>
      {hasCodes && <td className={cx(cell, 'w-24')}>{one.icd10}</td>}
      {hasModel && (
        <td className={cx(cell, 'w-36', !one.known && 'text-ink-3')}>
          {one.known ? words.known : words.notKnown}
        </td>
      )}
    </tr>
  );
}
