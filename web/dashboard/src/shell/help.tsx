import {
  type Binding,
  type Scope,
  scopes,
  singleKeys,
  switchSingleKeys,
  waysOf,
} from '@/keys/registry';
import { useStore } from '@/store';
import { Checkbox } from '@/ui/checkbox';
import { Dialog } from '@/ui/dialog';
import { Kbd } from '@/ui/kbd';
import { shell } from '@/words/shell';
import { layer } from './layers';

/** Every key that does something here, by where it does. */
export function Help() {
  const open = useStore(layer) === 'help';
  const all = useStore(scopes).filter(({ bindings }) => bindings.length > 0);
  const on = useStore(singleKeys);
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => layer.set(next ? 'help' : null)}
      title={shell.keys.title}
      says={shell.keys.says}
      wide
    >
      <Checkbox checked={on} onChange={(event) => switchSingleKeys(event.target.checked)}>
        {shell.menu.singleKeys}
      </Checkbox>
      <div className="gap-6 rail:columns-2">
        {byTitle(all.toReversed()).map(({ title, bindings }) => (
          <section key={title} className="mb-4 break-inside-avoid">
            <h2 className="border-b border-line pb-1">{title}</h2>
            <dl>
              {bindings.map((binding) => (
                <div
                  key={binding.does}
                  className="flex min-h-7 items-center gap-3 border-b border-line"
                >
                  <dt className="grow text-ink-2">{binding.does}</dt>
                  <dd className="flex gap-2">
                    {waysOf(binding).map((way) => (
                      <span key={way}>
                        <Kbd keys={way} />
                        <span className="sr-only">{way}</span>
                      </span>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

/** Scopes of the same title are one to those who read it. */
function byTitle(all: readonly Scope[]): { title: string; bindings: Binding[] }[] {
  const titles = new Map<string, Binding[]>();
  for (const { title, bindings } of all)
    titles.set(title, [...(titles.get(title) ?? []), ...bindings]);
  return [...titles].map(([title, bindings]) => ({ title, bindings }));
}
