/** How long the pointer rests before words are shown. */
const REST_MS = 400;
/** Who has just read one reads the next at once. */
const AGAIN_MS = 200;
/** On the way from the control to its words nothing is taken away. */
const ON_THE_WAY_MS = 120;
/** Keys after which the words are in the way. */
const ENDS = ['Escape', 'Enter', ' '];

const tipOf = (target: EventTarget | null) =>
  target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : null;

/**
 * Follows pointer and focus over the page, and shows the control whose words are wanted, or none. The words can be
 * pointed at, stay as long as they are, and go with Escape (WCAG 1.4.13). Returns how to stop.
 */
export function followTips(
  isTip: (at: Node) => boolean,
  show: (target: HTMLElement | null) => void,
): () => void {
  let shown: HTMLElement | null = null;
  let gone = Number.NEGATIVE_INFINITY;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const now = (target: HTMLElement | null) => {
    clearTimeout(timer);
    if (target === shown) return;
    if (shown) gone = performance.now();
    shown = target;
    show(target);
  };
  const soon = (target: HTMLElement | null, ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => now(target?.isConnected ? target : null), ms);
  };
  const over = ({ target, pointerType }: PointerEvent) => {
    if (pointerType === 'touch') return;
    if (target instanceof Node && isTip(target)) return clearTimeout(timer);
    const tip = tipOf(target);
    if (tip && tip === shown) return clearTimeout(timer);
    const again = shown !== null || performance.now() - gone < AGAIN_MS;
    if (tip) soon(tip, again ? 0 : REST_MS);
    else soon(null, ON_THE_WAY_MS);
  };
  const focused = ({ target }: FocusEvent) => {
    const tip = tipOf(target);
    if (tip?.matches(':focus-visible')) now(tip);
  };
  const end = () => now(null);
  const pressed = ({ key }: KeyboardEvent) => ENDS.includes(key) && end();
  const stop = new AbortController();
  const hear = { capture: true, passive: true, signal: stop.signal };
  document.addEventListener('pointerover', over, hear);
  document.addEventListener('focusin', focused, hear);
  document.addEventListener('focusout', end, hear);
  document.addEventListener('pointerdown', end, hear);
  document.addEventListener('scroll', end, hear);
  document.addEventListener('keydown', pressed, hear);
  return () => {
    clearTimeout(timer);
    stop.abort();
  };
}
