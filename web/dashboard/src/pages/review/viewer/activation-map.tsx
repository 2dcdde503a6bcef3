import { type Explanation, mapOf } from '@/api/explanations';
import type { Image } from '@/api/images';
import { usePanels } from '@/api/panels';
import { Button } from '@/ui/button';
import { Menu } from '@/ui/menu';
import { review } from '@/words/review';
import type { MapState } from './use-map';
import type { Sight } from './use-sight';

/** Lies on the part of the image that the model was shown, and goes with it. */
export function ActivationMap({
  sight,
  image,
  answer,
}: {
  sight: Sight;
  image: Image;
  answer: Explanation;
}) {
  if (!answer.map) return null;
  const { left, top, width, height } = answer.map.area;
  const at = sight.toStage({ x: left, y: top });
  const right = sight.toStage({ x: left + width, y: top });
  const down = sight.toStage({ x: left, y: top + height });
  const axis = (to: typeof at, length: number) => [(to.x - at.x) / length, (to.y - at.y) / length];
  const matrix = [...axis(right, width), ...axis(down, height), at.x, at.y];
  const mask = `url("${mapOf(image.id, answer)}") center / 100% 100% no-repeat`;
  return (
    <div className="pointer-events-none absolute inset-0 overflow-hidden">
      <div
        role="img"
        aria-label={review.map.picture}
        className="absolute top-0 left-0 origin-top-left bg-map"
        style={{ width, height, transform: `matrix(${matrix.join(',')})`, mask }}
      />
    </div>
  );
}

/** What the map shows, of which class, and what it does not say. */
export function MapNote({ image, map }: { image: Image; map: MapState }) {
  const panel = usePanels().get(image.panel);
  const { prediction, label, answer } = map;
  if (!prediction || !label) return null;
  const nameOf = (id: string) => panel?.labels.find((one) => one.id === id)?.name ?? id;
  const items = prediction.probabilities.map(({ label: id }) => ({
    label: nameOf(id),
    chosen: id === label,
    onSelect: () => map.look(id),
  }));
  const words = review.map;
  return (
    <div
      role="status"
      className="absolute bottom-12 left-1/2 z-10 flex max-w-[min(520px,90%)] -translate-x-1/2 flex-col rounded-box bg-glass px-3 py-2 text-small shadow-float"
    >
      <div className="flex items-center gap-2">
        <span>{words.title}</span>
        <Menu items={items} label={words.choose}>
          <Button small aria-label={words.chosen(nameOf(label))}>
            {nameOf(label)}
          </Button>
        </Menu>
        <Button small look="quiet" keys="m" onClick={map.toggle}>
          {words.off}
        </Button>
      </div>
      <p className="text-ink-2">{saysOf(map, answer)}</p>
    </div>
  );
}

function saysOf({ unasked }: MapState, answer: Explanation | undefined): string {
  const words = review.map;
  if (answer?.status === 'failed') return words.failed(answer.problem ?? '');
  if (answer?.status === 'ready')
    return answer.map && answer.map.support > 0 ? words.says : words.nowhere;
  return unasked ? words.unasked : words.drawing;
}
