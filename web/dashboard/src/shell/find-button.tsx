import { Icon } from '@/ui/icon';
import { Kbd } from '@/ui/kbd';
import { shell } from '@/words/shell';
import { layer } from './layers';

/** Looks like a field, opens the palette. */
export function FindButton() {
  return (
    <button
      type="button"
      aria-keyshortcuts="Control+K"
      onClick={() => layer.set('palette')}
      className="flex h-[30px] items-center gap-2 rounded-box border border-control bg-panel pr-1.5 pl-2.5 text-small whitespace-nowrap text-ink-3 hover:bg-hover max-rail:hidden wide:w-[292px]"
    >
      <Icon name="search" size={14} />
      <span className="grow text-left max-wide:hidden">{shell.find}</span>
      <span className="sr-only wide:hidden">{shell.find}</span>
      <Kbd keys="Ctrl+k" />
    </button>
  );
}
