import { Slot } from 'radix-ui';
import type { ComponentProps } from 'react';

/** What the dialogs' library wraps its overlay in: here it only passes its child through. */
export function RemoveScroll({
  as: _as,
  allowPinchZoom: _pinch,
  shards: _shards,
  enabled: _enabled,
  ...props
}: ComponentProps<typeof Slot.Root> &
  Record<'as' | 'allowPinchZoom' | 'shards' | 'enabled', unknown>) {
  return <Slot.Root {...props} />;
}
