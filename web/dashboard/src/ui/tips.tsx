import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { beside, type Side } from './beside';
import { followTips } from './follow-tips';
import { Kbd } from './kbd';

/** The words of the control on which the pointer rests, or to which the focus came by key: one for the whole page. */
export function Tips() {
  const [target, setTarget] = useState<HTMLElement | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => followTips((at) => box.current?.contains(at) ?? false, setTarget), []);
  useLayoutEffect(() => {
    if (!target || !box.current) return;
    const side = (target.dataset.tipSide ?? 'bottom') as Side;
    const window = { width: innerWidth, height: innerHeight };
    const size = box.current.getBoundingClientRect();
    const { left, top } = beside(target.getBoundingClientRect(), size, side, window);
    box.current.style.left = `${left}px`;
    box.current.style.top = `${top}px`;
  }, [target]);
  if (!target) return null;
  const { tip, tipKeys } = target.dataset;
  return (
    <div
      ref={box}
      role="tooltip"
      key={tip}
      className="pointer-events-auto fixed top-0 left-0 z-50 flex max-w-[calc(100vw-16px)] items-center gap-2 rounded-tag bg-raised px-2 py-1 text-small text-ink shadow-float"
    >
      {tip}
      {tipKeys && <Kbd keys={tipKeys} />}
    </div>
  );
}
