import OpenSeadragon from 'openseadragon';
import { useEffect } from 'react';
import type { Viewer } from './use-viewer';

/** Micrometres of a pixel of either image; unknown when either is not calibrated. */
interface Scale {
  left: number | null | undefined;
  right: number | null | undefined;
}

/** Zooms and pans two images together: to the same size in micrometres where both are calibrated, else in pixels. */
export function useLink(left: Viewer | null, right: Viewer | null, on: boolean, scale: Scale) {
  const ratio = scale.left && scale.right ? scale.right / scale.left : 1;
  useEffect(() => {
    if (!left || !right || !on) return;
    let following = false;
    const follow = (from: Viewer, to: Viewer, times: number) => () => {
      if (following || !from.world.getItemCount() || !to.world.getItemCount()) return;
      following = true;
      match(from, to, times);
      following = false;
    };
    const toRight = follow(left, right, ratio);
    const toLeft = follow(right, left, 1 / ratio);
    const events = ['zoom', 'pan', 'open'] as const;
    for (const event of events) {
      left.addHandler(event, toRight);
      right.addHandler(event, event === 'open' ? toRight : toLeft);
    }
    toRight();
    return () => {
      for (const event of events) {
        left.removeHandler(event, toRight);
        right.removeHandler(event, toRight);
        right.removeHandler(event, toLeft);
      }
    };
  }, [left, right, on, ratio]);
}

function match(from: Viewer, to: Viewer, times: number): void {
  const source = from.world.getItemAt(0);
  const target = to.world.getItemAt(0);
  const zoom = source.viewportToImageZoom(from.viewport.getZoom()) * times;
  const centre = source.viewportToImageCoordinates(from.viewport.getCenter());
  const [a, b] = [source.getContentSize(), target.getContentSize()];
  // The same place on either image, counted from its middle.
  const place = new OpenSeadragon.Point(
    b.x / 2 + (centre.x - a.x / 2) / times,
    b.y / 2 + (centre.y - a.y / 2) / times,
  );
  to.viewport.zoomTo(target.imageToViewportZoom(zoom), undefined, true);
  to.viewport.panTo(target.imageToViewportCoordinates(place), true);
}
