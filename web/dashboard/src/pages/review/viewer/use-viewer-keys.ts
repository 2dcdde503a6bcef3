import OpenSeadragon from 'openseadragon';
import type { Binding } from '@/keys/registry';
import { useKeys } from '@/keys/use-keys';
import { review } from '@/words/review';
import type { Adjusting } from './adjust-bar';
import { MOVED, type Viewer } from './use-viewer';

export interface Handles {
  viewer: Viewer | null;
  adjusting: Adjusting;
  setAdjusting: (what: Adjusting) => void;
  adjust: (what: 'brightness' | 'contrast', steps: number) => void;
  turn: (quarters: number) => void;
  reset: () => void;
  ruler: () => void;
  reticle: () => void;
  map: () => void;
  fullScreen: () => void;
  calibrated: boolean;
}

const ZOOM = 1.4;
/** What share of the stage an arrow key moves the image by. */
const PAN = 0.12;

/** Where the arrow keys lead, right and down. */
const WAYS: Record<string, [x: number, y: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function zoomBy(viewer: Viewer | null, times: number): void {
  viewer?.raiseEvent(MOVED as 'open');
  viewer?.viewport.zoomBy(times).applyConstraints();
}

export function fitToStage(viewer: Viewer | null): void {
  viewer?.viewport.goHome();
}

function panBy(viewer: Viewer | null, x: number, y: number): void {
  if (!viewer) return;
  viewer.raiseEvent(MOVED as 'open');
  const { width, height } = viewer.viewport.getBoundsNoRotate();
  // On the screen's axes, however the image is turned.
  const way = new OpenSeadragon.Point(x * width * PAN, y * height * PAN);
  const turned = way.rotate(-viewer.viewport.getRotation(), new OpenSeadragon.Point(0, 0));
  viewer.viewport.panBy(turned).applyConstraints();
}

/** The viewer's keys: arrows pan, or set what is being adjusted. */
export function useViewerKeys(of: Handles): void {
  const { viewer, adjusting, calibrated } = of;
  const words = review.stage;
  const arrow = ({ key }: KeyboardEvent) => {
    const [x, y] = WAYS[key] ?? [0, 0];
    if (adjusting) of.adjust(adjusting, x - y);
    else panBy(viewer, x, y);
  };
  const toggle = (what: Adjusting) => () => of.setAdjusting(adjusting === what ? null : what);
  const bindings: Binding[] = [
    { keys: ['+', '='], does: words.zoomIn.toLowerCase(), run: () => zoomBy(viewer, ZOOM) },
    { keys: '-', does: words.zoomOut.toLowerCase(), run: () => zoomBy(viewer, 1 / ZOOM) },
    { keys: 'f', does: words.fit.toLowerCase(), run: () => fitToStage(viewer) },
    { keys: Object.keys(WAYS), does: words.pan, run: arrow },
    { keys: 'b', does: words.brightness.toLowerCase(), run: toggle('brightness') },
    { keys: 'Shift+b', does: words.contrast.toLowerCase(), run: toggle('contrast') },
    { keys: 'r', does: words.rotate.toLowerCase(), run: () => of.turn(1) },
    { keys: 'Shift+r', does: words.rotateBack.toLowerCase(), run: () => of.turn(-1) },
    { keys: 'l', does: words.ruler.toLowerCase(), run: of.ruler, off: !calibrated },
    { keys: 'Shift+l', does: words.reticle, run: of.reticle, off: !calibrated },
    { keys: ['m', 'a'], does: words.where.toLowerCase(), run: of.map },
    { keys: '0', does: words.resetAll.toLowerCase(), run: of.reset },
    { keys: 'Shift+f', does: words.fullScreen.toLowerCase(), run: of.fullScreen },
    {
      keys: 'Escape',
      does: review.keys.endAdjust,
      off: !adjusting,
      run: () => of.setAdjusting(null),
    },
  ];
  useKeys(review.keys.viewer, bindings);
}
