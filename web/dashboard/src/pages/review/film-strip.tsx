import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useDeferredValue, useEffect, useRef } from 'react';
import { type Image, thumbnailOf } from '@/api/images';
import { usePanels } from '@/api/panels';
import { cx } from '@/ui/cx';
import { Icon } from '@/ui/icon';
import { blood } from '@/words/blood';
import { count } from '@/words/numbers';
import { review } from '@/words/review';
import { currentPrediction } from './order';
import { SmallPicture } from './small-picture';

const FRAME = 96;

interface FilmStripProps {
  items: readonly Image[];
  current: string;
  /** What was recorded from here, by image. */
  recorded: ReadonlyMap<string, string>;
  onGo: (id: string) => void;
}

/** The images of the queue, small, in order: which were read and as what, which comes next. */
export function FilmStrip({ current, ...others }: FilmStripProps) {
  // It moves along in a frame after the one that shows the image.
  return <Strip {...others} current={useDeferredValue(current)} />;
}

const Strip = memo(function Strip({ items, current, recorded, onGo }: FilmStripProps) {
  const scroller = useRef<HTMLElement>(null);
  const at = items.findIndex(({ id }) => id === current);
  const virtual = useVirtualizer({
    horizontal: true,
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => FRAME,
    paddingStart: 12,
    paddingEnd: 12,
    overscan: 8,
  });
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'center' });
  }, [at, virtual]);
  return (
    <nav
      ref={scroller}
      aria-label={review.film.label}
      className="h-[86px] flex-none overflow-x-auto overflow-y-hidden border-t border-line bg-canvas [scrollbar-width:none] max-rail:hidden"
    >
      <div className="relative h-full" style={{ width: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const image = items[index];
          if (!image) return null;
          return (
            <Frame
              key={image.id}
              image={image}
              start={start}
              place={count(index + 1)}
              label={recorded.get(image.id) ?? image.verdict?.label}
              current={image.id === current}
              onGo={onGo}
            />
          );
        })}
      </div>
    </nav>
  );
});

interface FrameProps {
  image: Image;
  start: number;
  place: string;
  label: string | undefined;
  current: boolean;
  onGo: (id: string) => void;
}

const Frame = memo(function Frame({ image, start, place, label, current, onGo }: FrameProps) {
  const panel = usePanels().get(image.panel);
  const outside = currentPrediction(image, panel)?.inside === false;
  const code =
    label && (blood.verdictCodes[label] ?? panel?.labels.find(({ id }) => id === label)?.code);
  return (
    <button
      type="button"
      aria-label={`${review.film.frame(place)}${code ? `, ${code}` : ''}${outside && !code ? `, ${review.film.outside}` : ''}`}
      aria-current={current}
      tabIndex={current ? 0 : -1}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => onGo(image.id)}
      className="absolute top-2 left-0 w-[90px] text-left text-label leading-[14px] text-ink-3"
      style={{ transform: `translateX(${start}px)` }}
    >
      <SmallPicture
        url={thumbnailOf(image.id)}
        width={90}
        height={52}
        className={cx(
          'block rounded-tag bg-stage',
          current && 'outline-2 outline-offset-1 outline-accent',
          outside && !current && 'outline outline-offset-1 outline-outside outline-dashed',
        )}
      />
      <span className="flex justify-between px-px pt-[3px]">
        <span>{place}</span>
        {code ? (
          <span className="inline-flex items-center gap-0.5 text-verified">
            <Icon name="tick" size={12} />
            {code}
          </span>
        ) : current ? (
          <span className="font-semibold text-accent">{review.film.now}</span>
        ) : (
          outside && <span className="text-outside">{review.film.outside}</span>
        )}
      </span>
    </button>
  );
});
