import { pictureNow } from './ahead';
import { fitting, type Part, type Pyramid, partsAt } from './tiles';
import type { Viewer } from './use-viewer';

/** The parts that an image is drawn from when it is opened, whole, in a viewer as it is now. */
export function partsIn(viewer: Viewer, image: Pyramid): Part[] {
  return partsAt(image, scaleIn(viewer, image));
}

/**
 * Draws an image, whole, from what was read ahead, without waiting for the viewer, which takes two
 * frames to open it and then draws the same. What was there before goes in any case.
 *
 * Returns whether the image is on the canvas now.
 */
export function drawAtOnce(viewer: Viewer, image: Pyramid): boolean {
  const canvas = canvasOf(viewer);
  const context = canvas.getContext('2d');
  if (!context) return false;
  context.clearRect(0, 0, canvas.width, canvas.height);
  const parts = partsIn(viewer, image);
  const [first] = parts;
  if (!first || !pictureNow(first.url)) return false;
  const scale = scaleIn(viewer, image);
  context.save();
  context.translate(canvas.width / 2, canvas.height / 2);
  context.rotate((viewer.viewport.getRotation() * Math.PI) / 180);
  for (const part of parts) draw(context, part, image.width * scale, image.height * scale);
  context.restore();
  return true;
}

/** What a viewer draws into, in the screen's own pixels. */
const canvasOf = (viewer: Viewer) => viewer.drawer.canvas as HTMLCanvasElement;

const scaleIn = (viewer: Viewer, image: Pyramid) =>
  fitting(image, canvasOf(viewer), viewer.viewport.getRotation());

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
