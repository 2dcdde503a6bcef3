import { useQuery } from '@tanstack/react-query';
import type { Prediction } from '@/api/images';
import { modelsQuery } from '@/api/models';
import { usePanels } from '@/api/panels';
import { Note } from '@/ui/note';
import { blood } from '@/words/blood';
import { alike } from './answers';
import { certaintyOf, runnerUp } from './certainty';

/** Says in words how far a prediction can be relied on; a sure one needs none. */
export function CertaintyNote({ panel, prediction }: { panel: string; prediction: Prediction }) {
  const labels = usePanels().get(panel)?.labels;
  const model = useQuery(modelsQuery).data?.find(({ id }) => id === prediction.model);
  const nameOf = (id: string) => labels?.find((label) => label.id === id)?.name ?? id;
  switch (certaintyOf(prediction)) {
    case 'sure':
      return null;
    case 'outside':
      return (
        <Note tone="outside" title={blood.outsideNote.title}>
          {blood.outsideNote.says}
        </Note>
      );
    case 'unsure': {
      const first = nameOf(prediction.label);
      const second = runnerUp(prediction);
      const { title, says, alone, alike: told } = blood.unsureNote;
      const band = alike(model?.answers, prediction.confidence);
      return (
        <Note tone="unsure" title={title}>
          {second ? says(first, nameOf(second.label)) : alone(first)}{' '}
          {band && told(band.right, band.images)}
        </Note>
      );
    }
  }
}
