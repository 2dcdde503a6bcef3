import { cloneElement, type ReactElement } from 'react';
import type { Side } from './beside';

interface TooltipProps {
  text: string;
  keys?: string | undefined;
  side?: Side | undefined;
  /** The control itself; its name says the same words. */
  children: ReactElement<Record<string, unknown>>;
}

/** Words beside something that has none of its own; `Tips` shows them. */
export const Tooltip = ({ text, keys, side, children }: TooltipProps) =>
  cloneElement(children, { 'data-tip': text, 'data-tip-keys': keys, 'data-tip-side': side });
