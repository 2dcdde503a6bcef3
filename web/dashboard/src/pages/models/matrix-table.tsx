import type { Label } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { modelWords } from '@/words/models';
import { count } from '@/words/numbers';
import { inPanelOrder, type Matrix } from './card-parts';

const words = modelWords.matrix;
/** The deepest ground that its number is still read well on, in per cent of the accent. */
const DEEPEST = 40;

/** A confusion matrix: each row's shares as ground, the counts printed, zero as a middle dot. */
export function MatrixTable({ matrix, labels }: { matrix: Matrix; labels: readonly Label[] }) {
  const named = inPanelOrder(matrix, labels);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too.
    <section className="overflow-x-auto" tabIndex={0} aria-label={words.label}>
      <table className="text-small">
        <thead>
          <tr className="text-label text-ink-3">
            <th scope="col" className="py-1 pr-3 text-left font-medium">
              {words.truth}
            </th>
            {named.columns.map((column, at) => (
              <th key={column} scope="col" className="min-w-11 px-1 py-1 font-medium">
                {named.labels[at]?.code ?? column}
              </th>
            ))}
            <th scope="col" className="py-1 pl-3 text-right font-medium">
              {words.right}
            </th>
          </tr>
        </thead>
        <tbody>
          {named.rows.map(({ name, counts }, at) => {
            const of = counts.reduce((sum, one) => sum + one, 0);
            return (
              <tr key={name}>
                <th scope="row" className="py-0.5 pr-3 text-left font-normal whitespace-nowrap">
                  <span className="inline-flex items-center gap-1.5">
                    {named.labels[at] && <ClassSwatch code={named.labels[at].code} />}
                    {named.labels[at]?.name ?? name}
                  </span>
                </th>
                {counts.map((one, column) => (
                  <Cell key={named.columns[column]} count={one} share={of > 0 ? one / of : 0} />
                ))}
                <td className="pl-3 text-right whitespace-nowrap">
                  {words.rightOf(counts[at] ?? 0, of)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ count: of, share }: { count: number; share: number }) {
  const ground = `color-mix(in srgb, var(--accent) ${Math.round(share * DEEPEST)}%, transparent)`;
  return (
    <td className="h-7 border border-panel text-center" style={{ background: ground }}>
      {of > 0 ? (
        count(of)
      ) : (
        <>
          <span aria-hidden="true" className="text-ink-3">
            ·
          </span>
          <span className="sr-only">{words.none}</span>
        </>
      )}
    </td>
  );
}
