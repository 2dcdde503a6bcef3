import OpenSeadragon from 'openseadragon';
import { useEffect, useState } from 'react';
import type { Point } from './measure';
import type { Viewer } from './use-viewer';

/** What of an image is in sight, and how large. */
export interface Sight {
  /** Screen pixels for each pixel of the image. */
  zoom: number;
  /** From the image's pixels to the stage's, and back. */
  toStage: (point: Point) => Point;
  toImage: (point: Point) => Point;
  /** The stage's corners in the image's pixels. */
  corners: Point[];
  stage: { width: number; height: number };
}

/** Follows pan and zoom, at most once a frame. */
export function useSight(viewer: Viewer | null): Sight | null {
  const [sight, setSight] = useState<Sight | null>(null);
  useEffect(() => {
    if (!viewer) return setSight(null);
    let frame = 0;
    const look = () => {
      frame = 0;
      if (viewer.world?.getItemCount()) setSight(sightOf(viewer));
    };
    const soon = () => {
      frame ||= requestAnimationFrame(look);
    };
    const events = ['update-viewport', 'open', 'resize', 'rotate'] as const;
    for (const event of events) viewer.addHandler(event, soon);
    return () => {
      cancelAnimationFrame(frame);
      for (const event of events) viewer.removeHandler(event, soon);
    };
  }, [viewer]);
  return sight;
}

function sightOf(viewer: Viewer): Sight {
  const item = viewer.world.getItemAt(0);
  const size = viewer.viewport.getContainerSize();
  const toStage = ({ x, y }: Point): Point =>
    item.imageToViewerElementCoordinates(new OpenSeadragon.Point(x, y));
  const toImage = ({ x, y }: Point): Point =>
    item.viewerElementToImageCoordinates(new OpenSeadragon.Point(x, y));
  const stage = { width: size.x, height: size.y };
  const corners = [
    { x: 0, y: 0 },
    { x: size.x, y: 0 },
    { x: size.x, y: size.y },
    { x: 0, y: size.y },
  ].map(toImage);
  const zoom = item.viewportToImageZoom(viewer.viewport.getZoom(true));
  return { zoom, toStage, toImage, corners, stage };
}
