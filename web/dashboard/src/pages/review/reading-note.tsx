import type { Image, Prediction } from '@/api/images';
import type { Panel } from '@/api/panels';
import { CertaintyNote } from '@/blood/certainty-note';
import { Button } from '@/ui/button';
import { Note } from '@/ui/note';
import { blood } from '@/words/blood';
import { review } from '@/words/review';

interface ReadingNoteProps {
  image: Image;
  panel: Panel | undefined;
  prediction: Prediction | null;
  showOutside: boolean;
  onShowOutside: () => void;
}

/** Says before the rows how far the model is to be heard, or why it is not. */
export function ReadingNote(props: ReadingNoteProps) {
  const { image, panel, prediction, showOutside, onShowOutside } = props;
  if (prediction)
    return (
      <>
        <CertaintyNote panel={image.panel} prediction={prediction} />
        {!prediction.inside && (
          <Button small look="quiet" className="self-start" onClick={onShowOutside}>
            {showOutside ? blood.outsideNote.hide : blood.outsideNote.show}
          </Button>
        )}
      </>
    );
  if (image.blind) return <Note title={blood.blind.title}>{blood.blind.says}</Note>;
  if (image.prediction_problem)
    return (
      <Note tone="overdue" title={review.awaiting.failed}>
        {review.awaiting.failedSays(image.prediction_problem)}
      </Note>
    );
  if (panel && !panel.active_model)
    return <Note title={review.awaiting.noModel}>{review.awaiting.noModelSays}</Note>;
  return <Note title={blood.notAnswered.title}>{blood.notAnswered.says}</Note>;
}
