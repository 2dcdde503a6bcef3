import OpenSeadragon from 'openseadragon';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Image } from '@/api/images';
import { type Adjustments, filterOf } from './adjust';
import { clear, drawAtOnce } from './at-once';
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
  /** Shows an image, turned by degrees, in this very frame when it was read ahead: it is the one that the page comes to. */
  openNow: (next: Image, degrees: number) => void;
}

/** What the viewer was given last. */
interface Shown {
  which: string;
  id: string;
  source: unknown;
}

const NOTHING: Shown = { which: '', id: '', source: null };

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
    // As many as a stage is covered with, so that an image appears whole and not part by part.
    maxTilesPerFrame: 24,
    maxImageCacheCount: 96,
  } as OpenSeadragon.Options);

/** One viewer for all images: each is opened in the place of the one before. */
export function useViewer(image: Image | undefined, adjustments: Adjustments): Opened {
  const opened = useRef<Shown>(NOTHING);
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
    fitUntilMoved(made);
    made.addHandler('tile-load-failed', () => setFailed(true));
    // Parts that were read ahead come in the same turn, so that the next frame draws them.
    made.addHandler('open', () => made.world.update(true));
    made.addHandler('tile-drawn', ({ tiledImage }) => {
      if (tiledImage.source === opened.current.source) setShown(opened.current.id);
    });
    opened.current = NOTHING;
    setViewer(made);
    return () => {
      setViewer(null);
      setShown(null);
      made.destroy();
    };
  }, [element]);

  const latest = useRef(image);
  latest.current = image;
  const open = useCallback(
    (next: Image, atOnce: number | null) => {
      // An image is opened anew when it is another, or is cut anew.
      const which = `${next.id} ${cutOf(next)}`;
      if (!viewer || opened.current.which === which) return;
      const isAnother = opened.current.id !== next.id;
      const pyramid = pyramidOf(next);
      const source = sourceOf(pyramid);
      opened.current = { which, id: next.id, source };
      setFailed(false);
      viewer.open({ tileSource: source } as OpenSeadragon.TileSourceSpecifier);
      if (atOnce !== null) setShown(drawAtOnce(viewer, pyramid, atOnce) ? next.id : null);
      else if (isAnother) clear(viewer);
    },
    [viewer],
  );
  /** Of an image that is not known yet nothing is shown, least of all another. */
  const close = useCallback(() => {
    if (!viewer || !opened.current.which) return;
    opened.current = NOTHING;
    viewer.close();
    clear(viewer);
  }, [viewer]);
  const id = image?.id;
  const cut = image ? cutOf(image) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the id and the cut stand for the image.
  useEffect(() => {
    if (latest.current) open(latest.current, null);
    else close();
  }, [open, close, id, cut]);

  const { rotation } = adjustments;
  const filter = filterOf(adjustments);
  useEffect(() => {
    if (!viewer) return;
    viewer.drawer.canvas.style.filter = filter;
  }, [viewer, filter]);
  useEffect(() => {
    viewer?.viewport.setRotation(rotation, true);
  }, [viewer, rotation]);

  return { stage, viewer, shown: shown === id ? shown : null, failed, openNow: open };
}

const MOVES = ['canvas-drag', 'canvas-scroll', 'canvas-pinch', 'canvas-double-click'] as const;
/** Raised by keys and buttons that pan or zoom. */
export const MOVED = 'moved';

/** An image that nobody has panned or zoomed fills the stage, also when the stage changes its size or it is turned. */
function fitUntilMoved(viewer: Viewer): void {
  let moved = false;
  const note = () => {
    moved = true;
  };
  for (const move of MOVES) viewer.addHandler(move, note);
  viewer.addHandler(MOVED as 'open', note);
  viewer.addHandler('open', () => {
    moved = false;
  });
  for (const change of ['resize', 'rotate'] as const)
    viewer.addHandler(change, () => {
      if (!moved) requestAnimationFrame(() => viewer.viewport?.goHome(true));
    });
}

/** Changes when the tiles of an image come to be there. */
const cutOf = (image: Image) => pyramidOf(image).urlOf(pyramidOf(image).minLevel, 0, 0);
