import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { caseQuery } from '@/api/cases';
import { type Image, imageQuery } from '@/api/images';
import { patientQuery } from '@/api/patients';
import { IdentityBar } from '@/blood/identity-bar';
import { Button } from '@/ui/button';
import { Checkbox } from '@/ui/checkbox';
import { review } from '@/words/review';
import { when } from '@/words/time';
import type { Adjustments } from './viewer/adjust';
import { MiniMap, ScaleBar } from './viewer/corner';
import { useLink } from './viewer/link';
import { useSight } from './viewer/use-sight';
import { useViewer, type Viewer } from './viewer/use-viewer';

interface ComparedHalfProps {
  id: string;
  left: Viewer | null;
  beside: Image | undefined;
  adjustments: Adjustments;
  onChange: () => void;
  onEnd: () => void;
}

/** The other half of the stage, with its own identifiers. */
export function ComparedHalf({
  id,
  left,
  beside,
  adjustments,
  onChange,
  onEnd,
}: ComparedHalfProps) {
  const [linked, setLinked] = useState(true);
  const { data: image } = useQuery(imageQuery(id));
  const { stage, viewer } = useViewer(image, adjustments);
  const sight = useSight(viewer);
  const perPixel = image?.optics.microns_per_pixel;
  useLink(left, viewer, linked, { left: beside?.optics.microns_per_pixel, right: perPixel });
  return (
    <div className="relative min-w-0 grow border-l-2 border-panel">
      <div
        ref={stage}
        role="img"
        aria-label={image ? review.stage.image(image.file_name) : undefined}
        className="absolute inset-0 overflow-hidden"
      />
      {sight && image && <ScaleBar sight={sight} micronsPerPixel={perPixel} />}
      {sight && image && <MiniMap sight={sight} image={image} />}
      <div className="absolute top-3 right-3 z-10 flex max-w-[calc(100%-24px)] flex-col items-end gap-2">
        {image && <HalfIdentity image={image} />}
        <div className="flex items-center gap-2 rounded-box bg-glass py-1 pr-1 pl-2.5 text-small shadow-float">
          <Checkbox checked={linked} onChange={(event) => setLinked(event.target.checked)}>
            {review.compare.linked}
          </Checkbox>
          <Button small look="quiet" onClick={onChange}>
            {review.compare.change}
          </Button>
          <Button small look="quiet" keys="c" onClick={onEnd}>
            {review.compare.end}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** The two identifiers of one half, so that neither is taken for the other. */
export function HalfIdentity({ image }: { image: Image }) {
  const { data: patient } = useQuery(patientQuery(image.patient_id));
  const { data: one } = useQuery(caseQuery(image.case_id));
  return (
    <div className="rounded-box bg-glass px-2.5 py-1 shadow-float">
      <IdentityBar patient={patient} one={one}>
        {when(image.uploaded_at)}
      </IdentityBar>
    </div>
  );
}
