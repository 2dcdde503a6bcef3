import { Link } from '@tanstack/react-router';
import type { Image } from '@/api/images';
import { paths } from '@/paths';
import { buttonLook } from '@/ui/button';
import { Note } from '@/ui/note';
import { review } from '@/words/review';

/** In the place of an image that is out of work. */
export function Gone({ image }: { image: Image }) {
  const words = review.gone;
  return (
    <div className="flex max-w-[520px] flex-col gap-3 p-4">
      <Note title={words.title}>{image.reassigned_to ? words.moved : words.says}</Note>
      <div className="flex gap-2">
        <Link to={paths.history('images', image.id)} className={buttonLook()}>
          {words.history}
        </Link>
        {image.reassigned_to && (
          <Link to={paths.image(image.reassigned_to)} className={buttonLook()}>
            {words.open}
          </Link>
        )}
      </div>
    </div>
  );
}
