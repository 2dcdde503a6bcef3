import { type KeyboardEvent, type PointerEvent, useEffect, useState } from 'react';
import { review } from '@/words/review';
import { distance, microns, type Point, RED_CELL_MICRONS } from './measure';
import type { Sight } from './use-sight';

/** A dark line on a white casing: it shows on any stain. */
const CASING = { stroke: '#fff', strokeWidth: 4, opacity: 0.9 };
const LINE = { stroke: '#00587a', strokeWidth: 1.6 };
const label =
  'pointer-events-none absolute rounded-tag bg-glass px-1.5 py-px text-small whitespace-nowrap';

/** A circle of a red cell's size in the middle of the stage; the image is moved under it. */
export function Reticle({ sight, micronsPerPixel }: { sight: Sight; micronsPerPixel: number }) {
  const { width, height } = sight.stage;
  const r = ((RED_CELL_MICRONS / micronsPerPixel) * sight.zoom) / 2;
  const [x, y] = [width / 2, height / 2];
  const ticks = [0, 90, 180, 270].map((turn) => {
    const [dx, dy] = [Math.cos((turn * Math.PI) / 180), Math.sin((turn * Math.PI) / 180)];
    return `M${x + dx * (r - 6)} ${y + dy * (r - 6)}L${x + dx * (r + 6)} ${y + dy * (r + 6)}`;
  });
  return (
    <>
      <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
        <g fill="none">
          <circle cx={x} cy={y} r={r} {...CASING} />
          <circle cx={x} cy={y} r={r} strokeDasharray="5 4" {...LINE} />
          <path d={ticks.join('')} {...LINE} />
        </g>
      </svg>
      <span className={label} style={{ left: x + r + 14, top: y - 9 }}>
        {review.stage.reticle}
      </span>
    </>
  );
}

interface Ends {
  a: Point;
  b: Point;
}

/** Across the middle of what is in sight. */
function across({ stage, toImage }: Sight): Ends {
  const [y, half] = [stage.height * 0.7, Math.min(74, stage.width / 4)];
  return {
    a: toImage({ x: stage.width / 2 - half, y }),
    b: toImage({ x: stage.width / 2 + half, y }),
  };
}

/** Measures between two ends, which are dragged or moved by the arrow keys. */
export function Ruler({
  sight,
  micronsPerPixel,
  image,
}: {
  sight: Sight;
  micronsPerPixel: number;
  image: string;
}) {
  const [ends, setEnds] = useState(() => across(sight));
  // biome-ignore lint/correctness/useExhaustiveDependencies: another image is measured from the middle again.
  useEffect(() => setEnds(across(sight)), [image]);
  const [a, b] = [sight.toStage(ends.a), sight.toStage(ends.b)];
  const length = microns(distance(ends.a, ends.b) * micronsPerPixel);
  const angle = Math.atan2(b.y - a.y, b.x - a.x) + Math.PI / 2;
  const [dx, dy] = [7 * Math.cos(angle), 7 * Math.sin(angle)];
  const path =
    `M${a.x} ${a.y}L${b.x} ${b.y}` +
    [a, b].map(({ x, y }) => `M${x - dx} ${y - dy}L${x + dx} ${y + dy}`).join('');

  const move = (end: keyof Ends, to: Point) => setEnds((now) => ({ ...now, [end]: to }));
  const nudge = (end: keyof Ends) => (event: KeyboardEvent) => {
    const step = event.shiftKey ? 10 : 1;
    const by: Record<string, Point> = {
      ArrowLeft: { x: -step, y: 0 },
      ArrowRight: { x: step, y: 0 },
      ArrowUp: { x: 0, y: -step },
      ArrowDown: { x: 0, y: step },
    };
    const way = by[event.key];
    if (!way) return;
    event.preventDefault();
    // On the screen's axes, however the image is turned.
    const from = sight.toStage(ends[end]);
    move(end, sight.toImage({ x: from.x + way.x, y: from.y + way.y }));
  };
  const drag = (end: keyof Ends) => (event: PointerEvent<SVGCircleElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.ownerSVGElement?.getBoundingClientRect();
    if (box) move(end, sight.toImage({ x: event.clientX - box.left, y: event.clientY - box.top }));
  };
  return (
    <>
      <svg
        className="pointer-events-none absolute inset-0 size-full"
        role="group"
        aria-label={length}
      >
        <g fill="none">
          <path d={path} {...CASING} />
          <path d={path} {...LINE} />
        </g>
        {(['a', 'b'] as const).map((end, place) => (
          <circle
            key={end}
            cx={(end === 'a' ? a : b).x}
            cy={(end === 'a' ? a : b).y}
            r={13}
            role="button"
            tabIndex={0}
            aria-label={review.stage.rulerEnd(place + 1)}
            className="pointer-events-auto cursor-move fill-transparent touch-none"
            onKeyDown={nudge(end)}
            onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
            onPointerMove={drag(end)}
          />
        ))}
      </svg>
      <span
        role="status"
        className={`${label} -translate-x-1/2`}
        style={{ left: (a.x + b.x) / 2, top: Math.max(a.y, b.y) + 10 }}
      >
        {length}
      </span>
    </>
  );
}
