import { useEffect } from 'react';
import { useKeys } from '@/keys/use-keys';
import { shell } from '@/words/shell';
import { hearPrinting, printSheet } from './printing';

/** Hears what prints the page's sheet: the key, and the browser's own menu. */
export function PrintKey() {
  useEffect(hearPrinting, []);
  useKeys(shell.print, [
    { keys: 'Ctrl+p', does: shell.keys.print, typing: true, run: () => void printSheet() },
  ]);
  return null;
}
