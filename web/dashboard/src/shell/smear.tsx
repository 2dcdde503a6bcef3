/** How many cells are strewn, and over what drawing size. */
const CELLS = 210;
const WIDTH = 960;
const HEIGHT = 900;
/** Steps that fill the plane evenly (the plastic number's powers), so that no chance is needed. */
const STEP_X = 0.7548776662;
const STEP_Y = 0.569840291;

/** The lobes of the neutrophil's nucleus: place and size. */
const LOBES = [
  [-22, -20, 16],
  [20, -8, 17],
  [-6, 24, 16],
] as const;

/** A smear as a line drawing in greys: red cells with their pallor, and one neutrophil. */
export function Smear() {
  const cells = Array.from({ length: CELLS }, (_, n) => ({
    x: ((0.5 + STEP_X * n) % 1) * WIDTH,
    y: ((0.5 + STEP_Y * n) % 1) * HEIGHT,
    r: 22 + ((n * 7) % 5),
  })).filter(({ x, y }) => Math.hypot(x - WIDTH * 0.56, y - HEIGHT * 0.46) > 84);
  return (
    <div className="overflow-hidden bg-canvas max-wide:hidden">
      <svg
        aria-hidden="true"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="xMidYMid slice"
        className="size-full fill-none stroke-line-strong"
        strokeWidth={1.2}
      >
        {cells.map(({ x, y, r }) => (
          <g key={`${x}`}>
            <circle cx={x} cy={y} r={r} className="fill-panel" />
            <circle cx={x} cy={y} r={r * 0.42} className="stroke-line" />
          </g>
        ))}
        <g transform={`translate(${WIDTH * 0.56} ${HEIGHT * 0.46})`}>
          <circle r={58} className="fill-panel stroke-accent" strokeWidth={2} />
          <Nucleus edge={2} className="fill-accent stroke-accent" />
          <Nucleus edge={0} className="fill-accent-soft stroke-accent-soft" />
        </g>
      </svg>
    </div>
  );
}

/** The lobes and the strands between them in one colour; drawn twice, the wider one is the outline. */
function Nucleus({ edge, className }: { edge: number; className: string }) {
  return (
    <g className={className}>
      <path
        d="M-20-22Q6-26 18-6T-8 26"
        fill="none"
        strokeWidth={10 + 2 * edge}
        strokeLinecap="round"
      />
      {LOBES.map(([x, y, r]) => (
        <circle key={x} cx={x} cy={y} r={r + edge} stroke="none" />
      ))}
    </g>
  );
}
