import { useInfiniteQuery } from '@tanstack/react-query';
import { type Case, casesQuery } from '@/api/cases';
import { type Image, imagesQuery, thumbnailOf } from '@/api/images';
import { Dialog } from '@/ui/dialog';
import { review } from '@/words/review';
import { onDay } from '@/words/time';

const CASES = 6;
const IMAGES = 12;

interface CompareDialogProps {
  image: Image;
  onChoose: (id: string) => void;
  onClose: () => void;
}

/** Chooses what stands beside the image: another of its case, or one of the patient's other cases. */
export function CompareDialog({ image, onChoose, onClose }: CompareDialogProps) {
  const cases = useInfiniteQuery(casesQuery({ patient: image.patient_id, limit: 50 }));
  const rows = cases.data?.rows ?? [];
  const own = rows.filter(({ id }) => id === image.case_id);
  const others = rows.filter(({ id }) => id !== image.case_id).slice(0, CASES);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={review.compare.title}
      says={review.compare.says}
      wide
    >
      {[...own, ...others].map((one) => (
        <CaseImages
          key={one.id}
          one={one}
          own={one.id === image.case_id}
          except={image.id}
          onChoose={onChoose}
        />
      ))}
    </Dialog>
  );
}

interface CaseImagesProps {
  one: Case;
  own: boolean;
  except: string;
  onChoose: (id: string) => void;
}

function CaseImages({ one, own, except, onChoose }: CaseImagesProps) {
  const list = useInfiniteQuery(
    imagesQuery({ case: one.id, sort: 'uploaded_at', limit: IMAGES + 1 }),
  );
  const images = (list.data?.rows ?? []).filter(({ id }) => id !== except).slice(0, IMAGES);
  const name = review.compare.earlier(one.accession ?? review.compare.case, onDay(one.received_at));
  if (images.length === 0) return null;
  return (
    <section aria-label={name}>
      <h3 className="pb-1.5">{own ? `${review.compare.thisCase}, ${name}` : name}</h3>
      <div className="grid grid-cols-[repeat(auto-fill,104px)] gap-2">
        {images.map(({ id, file_name }) => (
          <button
            key={id}
            type="button"
            title={file_name}
            onClick={() => onChoose(id)}
            className="overflow-hidden rounded-tag bg-stage hover:outline-2 hover:outline-accent"
          >
            <img src={thumbnailOf(id)} alt={file_name} className="h-[68px] w-full object-cover" />
          </button>
        ))}
      </div>
    </section>
  );
}
