import { thumbnailOf } from '@/api/images';
import { cx } from '@/ui/cx';

/** A small picture beside words that say what it is of; an empty place where there is none. */
export function Thumbnail({
  id,
  size = 28,
  outside,
}: {
  id: string | undefined;
  size?: number;
  outside?: boolean;
}) {
  const box = cx(
    'block flex-none rounded-tag bg-sunk',
    outside && 'border border-dashed border-outside',
  );
  const style = { width: size, height: size };
  return id === undefined ? (
    <span className={box} style={style} />
  ) : (
    <img
      src={thumbnailOf(id)}
      alt=""
      loading="lazy"
      decoding="async"
      className={cx(box, 'object-cover')}
      style={style}
    />
  );
}
