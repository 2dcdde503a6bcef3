import { IconButton } from '@/ui/button';
import { cx } from '@/ui/cx';
import type { IconName } from '@/ui/icon';
import { review } from '@/words/review';

export interface Tool {
  icon: IconName;
  label: string;
  keys: string;
  run: () => void;
  /** For what is on or off. */
  on?: boolean;
  /** Why it cannot be used. */
  off?: string | undefined;
}

/** The viewer's tools, in groups, top left of the stage. A click leaves the focus, and so the keys, where they are. */
export function ToolStrip({ groups }: { groups: readonly (readonly Tool[])[] }) {
  return (
    <div
      role="toolbar"
      aria-label={review.stage.tools}
      aria-orientation="vertical"
      onMouseDown={(event) => event.preventDefault()}
      className="absolute top-3 left-3 z-10 flex flex-col gap-px rounded-box bg-glass p-[3px] shadow-float"
    >
      {groups.map((tools, place) => (
        <div
          key={tools[0]?.label}
          className={cx(
            'flex flex-col',
            place > 0 && 'max-rail:hidden mt-[3px] border-t border-line pt-[3px]',
          )}
        >
          {tools.map(({ icon, label, keys, run, on, off }) => (
            <IconButton
              key={label}
              icon={icon}
              label={off ? `${label}. ${off}` : label}
              keys={keys}
              side="right"
              pressed={on}
              disabled={off !== undefined}
              onClick={run}
              className="rounded-tag disabled:border-transparent disabled:bg-transparent disabled:opacity-50"
            />
          ))}
        </div>
      ))}
    </div>
  );
}
