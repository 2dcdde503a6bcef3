import OpenSeadragon from 'openseadragon';
import { useEffect, useRef, useState } from 'react';
import type { Image } from '@/api/images';
import { type Adjustments, filterOf } from './adjust';
import { sourceOf } from './source';
import { pyramidOf } from './tiles';

export type Viewer = OpenSeadragon.Viewer;

interface Opened {
  /** Takes the element that the image is drawn into. */
  stage: (element: HTMLElement | null) => void;
  viewer: Viewer | null;
  /** The image that is on screen now. */
  shown: string | null;
  /** It could not be drawn. */
  failed: boolean;
}

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

const create = (element: HTMLElement): Viewer =>
  OpenSeadragon({
    element,
    drawer: 'canvas',
    showNavigationControl: false,
    immediateRender: true,
    blendTime: 0,
    animationTime: still() ? 0 : 0.15,
    springStiffness: 10,
    visibilityRatio: 0.4,
    minZoomImageRatio: 0.7,
    maxZoomPixelRatio: 12,
    zoomPerScroll: 1.25,
    gestureSettingsMouse: { clickToZoom: false, dblClickToZoom: true },
    gestureSettingsTouch: { clickToZoom: false },
    tabIndex: -1,
    crossOriginPolicy: false,
  } as OpenSeadragon.Options);

/** One viewer for all images: each is opened in the place of the one before. */
export function useViewer(image: Image | undefined, adjustments: Adjustments): Opened {
  const [element, stage] = useState<HTMLElement | null>(null);
  const [viewer, setViewer] = useState<Viewer | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [failed, setFailed] = useState(false);

  useEffect(() => {
    if (!element) return;
    const made = create(element);
    // Keys are ours alone.
    made.addHandler('canvas-key', (event) => {
      event.preventDefaultAction = true;
    });
    setViewer(made);
    return () => {
      setViewer(null);
      setShown(null);
      made.destroy();
    };
  }, [element]);

  const latest = useRef(image);
  latest.current = image;
  const id = image?.id;
  const cut = image ? cutOf(image) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: an image is opened anew when it is another or is cut anew.
  useEffect(() => {
    const next = latest.current;
    if (!viewer || !next) return;
    setFailed(false);
    const drawn = () => setShown(next.id);
    const lost = () => setFailed(true);
    viewer.addOnceHandler('tile-drawn', drawn);
    viewer.addHandler('tile-load-failed', lost);
    viewer.open({ tileSource: sourceOf(pyramidOf(next)) } as OpenSeadragon.TileSourceSpecifier);
    return () => {
      viewer.removeHandler('tile-drawn', drawn);
      viewer.removeHandler('tile-load-failed', lost);
    };
  }, [viewer, id, cut]);

  const { rotation } = adjustments;
  const filter = filterOf(adjustments);
  useEffect(() => {
    if (!viewer) return;
    viewer.drawer.canvas.style.filter = filter;
  }, [viewer, filter]);
  useEffect(() => {
    viewer?.viewport.setRotation(rotation, true);
  }, [viewer, rotation]);

  return { stage, viewer, shown: shown === id ? shown : null, failed };
}

/** Changes when the tiles of an image come to be there. */
const cutOf = (image: Image) => pyramidOf(image).urlOf(pyramidOf(image).minLevel, 0, 0);
