/** More points than this are noise in so little room. */
const MOST = 31;

/** How a figure went, in a line without axis; the numbers are in the chart below. */
export function Spark({ values }: { values: readonly number[] }) {
  const most = Math.max(...values);
  if (values.length < 2 || values.length > MOST || most === 0) return null;
  const points = values.map((value, place) => {
    const x = (76 * place) / (values.length - 1);
    return `${x.toFixed(1)},${(26 - (24 * value) / most).toFixed(1)}`;
  });
  return (
    <svg
      viewBox="0 0 76 28"
      width="76"
      height="28"
      aria-hidden="true"
      className="absolute top-4 right-3.5 overflow-visible max-wide:hidden"
    >
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--accent)"
        strokeWidth="1.5"
        strokeLinejoin="round"
      />
    </svg>
  );
}
