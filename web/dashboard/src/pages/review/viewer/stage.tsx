import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react';
import type { Image } from '@/api/images';
import { Note } from '@/ui/note';
import { review } from '@/words/review';
import { useAhead } from '../use-ahead';
import { ActivationMap, MapNote } from './activation-map';
import { type Adjustments, AS_TAKEN, brighter, contrasted, turned } from './adjust';
import { AdjustBar, type Adjusting } from './adjust-bar';
import { MiniMap, ScaleBar } from './corner';
import { Reticle, Ruler } from './overlay';
import { ToolStrip } from './tool-strip';
import { useMap } from './use-map';
import { useSight } from './use-sight';
import { useViewer, type Viewer } from './use-viewer';
import { fitToStage, useViewerKeys, zoomBy } from './use-viewer-keys';

interface StageProps {
  image: Image | undefined;
  adjustments: Adjustments;
  onAdjust: (next: Adjustments) => void;
  comparing: boolean;
  onCompare: () => void;
  /** The images that are read one after the other. */
  items: readonly Image[];
  /** Filled with how an image is opened before the page has followed. */
  opener: RefObject<((next: Image, degrees: number) => void) | null>;
  /** What stands in the corner while two images are compared. */
  corner?: ReactNode;
  /** The other half. */
  children?: (left: Viewer | null) => ReactNode;
}

/** The image, as loud as it can be: round it nothing has a hue. */
export function Stage({
  image,
  adjustments,
  onAdjust,
  comparing,
  onCompare,
  items,
  opener,
  corner,
  children,
}: StageProps) {
  const section = useRef<HTMLElement>(null);
  const { stage, viewer, shown, failed, openNow } = useViewer(image, adjustments);
  const sight = useSight(viewer);
  const [adjusting, setAdjusting] = useState<Adjusting>(null);
  const [ruler, setRuler] = useState(false);
  const [reticle, setReticle] = useState(false);
  const map = useMap(image);
  const perPixel = image?.optics.microns_per_pixel ?? null;
  const words = review.stage;
  useAhead(items, shown, viewer);
  useEffect(() => {
    opener.current = openNow;
  }, [opener, openNow]);

  const fullScreen = () => {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void section.current?.requestFullscreen();
  };
  const handles = {
    viewer,
    adjusting,
    setAdjusting,
    adjust: (what: 'brightness' | 'contrast', steps: number) =>
      onAdjust((what === 'brightness' ? brighter : contrasted)(adjustments, steps)),
    turn: (quarters: number) => onAdjust(turned(adjustments, quarters)),
    reset: () => onAdjust(AS_TAKEN),
    ruler: () => setRuler((on) => !on),
    reticle: () => setReticle((on) => !on),
    map: map.toggle,
    fullScreen,
    calibrated: perPixel !== null,
  };
  useViewerKeys(handles);

  const needsScale = perPixel === null ? words.needsScale : undefined;
  const adjustWith = (what: 'brightness' | 'contrast') => () =>
    setAdjusting(adjusting === what ? null : what);
  return (
    <section
      ref={section}
      aria-label={words.label}
      data-shown={shown ?? undefined}
      className="relative flex min-h-0 min-w-0 grow bg-stage"
    >
      <div className="relative min-w-0 grow">
        <div
          ref={stage}
          role="img"
          aria-label={image ? words.image(image.file_name) : undefined}
          className="absolute inset-0 overflow-hidden"
        />
        {sight && image && map.answer && (
          <ActivationMap sight={sight} image={image} answer={map.answer} />
        )}
        {image && <MapNote image={image} map={map} />}
        {sight && perPixel !== null && image && (
          <>
            {reticle && <Reticle sight={sight} micronsPerPixel={perPixel} />}
            {ruler && <Ruler sight={sight} micronsPerPixel={perPixel} image={image.id} />}
          </>
        )}
        {sight && image && <ScaleBar sight={sight} micronsPerPixel={perPixel} />}
        {sight && image && <MiniMap sight={sight} image={image} />}
        {corner}
        {failed && (
          <div className="absolute inset-x-16 top-3 z-10 mx-auto max-w-[420px] rounded-box bg-raised">
            <Note tone="overdue" title={words.failed} alert>
              {words.failedSays}
            </Note>
          </div>
        )}
      </div>
      {children?.(viewer)}
      <ToolStrip
        groups={[
          [
            { icon: 'plus', label: words.zoomIn, keys: '+', run: () => zoomBy(viewer, 1.4) },
            { icon: 'minus', label: words.zoomOut, keys: '-', run: () => zoomBy(viewer, 1 / 1.4) },
            { icon: 'fit', label: words.fit, keys: 'f', run: () => fitToStage(viewer) },
          ],
          [
            {
              icon: 'brightness',
              label: words.brightness,
              keys: 'b',
              run: adjustWith('brightness'),
              on: adjusting === 'brightness',
            },
            {
              icon: 'contrast',
              label: words.contrast,
              keys: 'Shift+b',
              run: adjustWith('contrast'),
              on: adjusting === 'contrast',
            },
            { icon: 'rotate', label: words.rotate, keys: 'r', run: () => handles.turn(1) },
          ],
          [
            {
              icon: 'ruler',
              label: words.ruler,
              keys: 'l',
              run: handles.ruler,
              on: ruler && !needsScale,
              off: needsScale,
            },
            {
              icon: 'reticle',
              label: words.reticle,
              keys: 'Shift+l',
              run: handles.reticle,
              on: reticle && !needsScale,
              off: needsScale,
            },
          ],
          [
            {
              icon: 'heat',
              label: words.where,
              keys: 'm',
              run: map.toggle,
              on: map.label !== null,
              off: map.prediction ? undefined : words.needsModel,
            },
            { icon: 'compare', label: words.compare, keys: 'c', run: onCompare, on: comparing },
            { icon: 'fullScreen', label: words.fullScreen, keys: 'Shift+f', run: fullScreen },
          ],
        ]}
      />
      <AdjustBar value={adjustments} onChange={onAdjust} adjusting={adjusting} />
    </section>
  );
}
