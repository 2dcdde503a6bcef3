/** On which side of a control something small stands. */
export type Side = 'top' | 'right' | 'bottom' | 'left';

interface Size {
  width: number;
  height: number;
}
interface Box extends Size {
  left: number;
  top: number;
}

/** Between the two, in pixels. */
const GAP = 6;
/** To the edges of the window. */
const EDGE = 8;
const OPPOSITE: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

/** Where it stands: on the side that is asked for, on the other where that has no room, and never beyond the window. */
export function beside(at: Box, size: Size, side: Side, window: Size) {
  const room: Record<Side, number> = {
    top: at.top - GAP - size.height - EDGE,
    bottom: window.height - (at.top + at.height + GAP + size.height + EDGE),
    left: at.left - GAP - size.width - EDGE,
    right: window.width - (at.left + at.width + GAP + size.width + EDGE),
  };
  const on = room[side] < 0 && room[OPPOSITE[side]] >= 0 ? OPPOSITE[side] : side;
  const middle = {
    left: at.left + (at.width - size.width) / 2,
    top: at.top + (at.height - size.height) / 2,
  };
  const places: Record<Side, { left: number; top: number }> = {
    top: { ...middle, top: at.top - GAP - size.height },
    bottom: { ...middle, top: at.top + at.height + GAP },
    left: { ...middle, left: at.left - GAP - size.width },
    right: { ...middle, left: at.left + at.width + GAP },
  };
  return {
    left: Math.round(within(places[on].left, size.width, window.width)),
    top: Math.round(within(places[on].top, size.height, window.height)),
  };
}

const within = (start: number, length: number, end: number) =>
  Math.max(EDGE, Math.min(start, end - EDGE - length));
