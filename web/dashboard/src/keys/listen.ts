import { flushSync } from 'react-dom';
import { Burst } from './burst';
import { type Chord, chordOf, isSingle } from './chord';
import { Held } from './held';
import { type Binding, begins, find, singleKeys } from './registry';

/** How long a key of one sign waits for another that would make it a scanner's. */
const HOLD_MS = 35;
/** How long the first key of two is remembered. */
const SECOND_WITHIN_MS = 1_200;

type Scanned = (text: string) => void;

/** Whether keys belong to what has the focus: a field, or an open dialog or menu. */
function ownerOf(target: EventTarget | null): 'field' | 'layer' | null {
  if (!(target instanceof HTMLElement)) return null;
  if (target.closest('input:not([type=checkbox],[type=radio],[type=range]), textarea, select'))
    return 'field';
  if (target.isContentEditable) return 'field';
  const layer = '[role=dialog][data-state=open], [role=alertdialog], [role=menu][data-state=open]';
  return document.querySelector(layer) ? 'layer' : null;
}

/** Keys that press whatever has the focus. */
const PRESSES = ['Enter', 'Space'];

function isPressed(target: EventTarget | null): boolean {
  const own =
    'a[href], button:not([role=radio]), summary, [role=row], [role=gridcell], [role=option]';
  return target instanceof HTMLElement && target.closest(own) !== null;
}

/** Hears every key of the page, runs what is bound to it, and finds scans. Returns how to stop. */
export function listen(scanned: Scanned): () => void {
  const burst = new Burst();
  const held = new Held(HOLD_MS, () => burst.isLong);
  let first: { chord: string; at: number } | null = null;

  const match = (chord: string, at: number): Binding | undefined => {
    const way = first && at - first.at < SECOND_WITHIN_MS ? `${first.chord} ${chord}` : null;
    first = null;
    return (way && find(way)) || find(chord);
  };

  const act = (event: KeyboardEvent, chord: Chord, single: boolean, typing: boolean) => {
    const binding = match(chord, event.timeStamp);
    if (!binding) {
      if (!typing && begins(chord)) first = { chord, at: event.timeStamp };
      return;
    }
    if (typing && !binding.typing) return;
    event.preventDefault();
    if (single && !typing && !event.repeat) {
      // What it changes is drawn before the next key acts upon it.
      const run = () => flushSync(() => binding.run(event));
      if (binding.back && burst.isFirst) held.atOnce(run, binding.back);
      else held.hold(run);
      return;
    }
    held.release();
    binding.run(event);
  };

  const heard = (event: KeyboardEvent) => {
    if (event.isComposing || event.defaultPrevented) return;
    const owner = ownerOf(event.target);
    const chord = chordOf(event);
    const single = isSingle(chord);
    if (owner === null && single && !event.repeat) burst.sign(event.key, event.timeStamp);
    if (owner === 'layer' || (single && !singleKeys.get())) return;
    if (PRESSES.includes(chord) && isPressed(event.target)) return;
    act(event, chord, single, owner === 'field');
  };

  // The Enter of a scan is caught before a focused row or button takes it.
  const caught = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || ownerOf(event.target) !== null) return;
    const text = burst.enter(event.timeStamp);
    if (text === null) {
      held.release();
      return;
    }
    held.drop();
    event.preventDefault();
    event.stopPropagation();
    scanned(text);
  };
  window.addEventListener('keydown', caught, { capture: true });
  window.addEventListener('keydown', heard);
  return () => {
    held.drop();
    window.removeEventListener('keydown', caught, { capture: true });
    window.removeEventListener('keydown', heard);
  };
}
