/** A press of keys as the bindings name it: `Ctrl+k`, `Shift+Enter`, `g`, `?`, `ArrowDown`. */
export type Chord = string;

/** Names what was pressed. A sign that Shift makes (`?`, `!`) is named by the sign alone. */
export function chordOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
): Chord {
  const isSign = event.key.length === 1;
  const isLetter = isSign && event.key.toLowerCase() !== event.key.toUpperCase();
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('Ctrl');
  if (event.altKey) parts.push('Alt');
  if (event.shiftKey && (!isSign || isLetter)) parts.push('Shift');
  parts.push(isLetter ? event.key.toLowerCase() : event.key === ' ' ? 'Space' : event.key);
  return parts.join('+');
}

/** Whether it is one printed sign without Ctrl or Alt: what typing and scanners make (WCAG 2.1.4). */
export function isSingle(chord: Chord): boolean {
  const last = chord.replace(/^Shift\+(?=.)/, '');
  return last.length === 1 || last === 'Space';
}

const SHOWN: Record<string, string> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
};

/** The caps to draw for a binding: `Ctrl+k` → Ctrl, K; `g w` → G, W. */
export function capsOf(keys: string): string[] {
  return keys
    .split(' ')
    .flatMap((chord) => (chord === '+' ? ['+'] : chord.split(/\+(?=.)/)))
    .map((cap) => SHOWN[cap] ?? (cap.length === 1 ? cap.toUpperCase() : cap));
}
