import { thumbnailOf } from '@/api/images';
import { review } from '@/words/review';
import { microns, scaleBar } from './measure';
import type { Sight } from './use-sight';

const box = 'rounded-tag bg-glass px-2 py-1 text-small';

/** How long a round length is here; said to be unknown where it is. */
export function ScaleBar({
  sight,
  micronsPerPixel,
}: {
  sight: Sight;
  micronsPerPixel: number | null | undefined;
}) {
  if (!micronsPerPixel)
    return <div className={`absolute bottom-3 left-3 ${box}`}>{review.stage.notCalibrated}</div>;
  const bar = scaleBar(micronsPerPixel / sight.zoom);
  const length = microns(bar.microns).replace('.0 ', ' ');
  return (
    <div
      role="img"
      aria-label={review.stage.scale(length)}
      className={`absolute bottom-3 left-3 flex items-center gap-2 ${box}`}
    >
      <span className="h-1.5 border-[1.5px] border-t-0 border-ink" style={{ width: bar.px }} />
      {length}
    </div>
  );
}

const MAP_WIDTH = 124;

interface MiniMapProps {
  sight: Sight;
  image: { id: string; width: number; height: number };
}

/** How large the image is shown, and which part of it when not all of it. */
export function MiniMap({ sight, image }: MiniMapProps) {
  const height = Math.min(MAP_WIDTH, (MAP_WIDTH * image.height) / image.width);
  const width = (height * image.width) / image.height;
  const seen = sight.corners.map(({ x, y }) => ({ x: x / image.width, y: y / image.height }));
  const all = seen.some(({ x, y }) => x > 0.02 && x < 0.98 && y > 0.02 && y < 0.98);
  const points = seen.map(({ x, y }) => `${x * width},${y * height}`).join(' ');
  return (
    <div className="pointer-events-none absolute right-3 bottom-3 flex items-end gap-2">
      <span className={box}>{review.stage.zoomed(String(Math.round(sight.zoom * 100)))}</span>
      {all && (
        <div
          role="img"
          aria-label={review.stage.map}
          className="relative overflow-hidden rounded-tag shadow-float max-rail:hidden"
          style={{ width, height }}
        >
          <img src={thumbnailOf(image.id)} alt="" className="size-full object-fill" />
          <svg aria-hidden="true" className="absolute inset-0 size-full">
            <polygon
              points={points}
              fill="rgb(0 105 140 / 0.08)"
              stroke="#00587a"
              strokeWidth="1.5"
            />
          </svg>
        </div>
      )}
    </div>
  );
}
