import { pictureNow } from './ahead';
import { fitting, type Part, type Pyramid, partsAt } from './tiles';
import type { Viewer } from './use-viewer';

/** The parts that an image is drawn from when it is opened, whole, in a viewer as it is now. */
export function partsIn(viewer: Viewer, image: Pyramid): Part[] {
  return partsAt(image, fitting(image, canvasOf(viewer), viewer.viewport.getRotation()));
}

/** Takes what is drawn away, so that no picture stands under another image's name. */
export function clear(viewer: Viewer): void {
  const canvas = canvasOf(viewer);
  canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height);
}

/**
 * Draws an image, whole and turned by degrees, from what was read ahead, without waiting for the
 * viewer, which takes two frames to open it and then draws the same. What was there before goes in
 * any case.
 *
 * Returns whether the image is on the canvas now.
 */
export function drawAtOnce(viewer: Viewer, image: Pyramid, degrees: number): boolean {
  const canvas = canvasOf(viewer);
  const context = canvas.getContext('2d');
  if (!context) return false;
  clear(viewer);
  const scale = fitting(image, canvas, degrees);
  const parts = partsAt(image, scale);
  const [first] = parts;
  if (!first || !pictureNow(first.url)) return false;
  context.save();
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((degrees * Math.PI) / 180);
  for (const part of parts) draw(context, part, image.width * scale, image.height * scale);
  context.restore();
  return true;
}

/** What a viewer draws into, in the screen's own pixels. */
const canvasOf = (viewer: Viewer) => viewer.drawer.canvas as HTMLCanvasElement;

/** Draws a part of an image whose middle is where the context is. */
function draw(context: CanvasRenderingContext2D, part: Part, width: number, height: number): void {
  const bitmap = pictureNow(part.url);
  if (!bitmap) return;
  context.drawImage(
    bitmap,
    (part.left - 0.5) * width,
    (part.top - 0.5) * height,
    // A pixel more, as in the viewer, so that no seam is seen between parts.
    part.width * width + 1,
    part.height * height + 1,
  );
}
