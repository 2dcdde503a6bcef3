import { createStore } from '@/store';

/** One key and what it does here. */
export interface Binding {
  /** A chord (`j`, `Ctrl+k`, `Shift+Enter`), two after each other (`g w`), or several of the same meaning. */
  keys: string | readonly string[];
  /** What it does, in a few words, for the help overlay. */
  does: string;
  run: (event: KeyboardEvent) => void;
  /** Takes it back. What can be taken back does not wait until it is known that no scanner sent its key. */
  back?: () => void;
  /** Named in the status bar too, with this word. */
  hint?: string;
  /** Works in a text field as well; for chords that typing does not make. */
  typing?: boolean;
  /** Not now. It stays in the help. */
  off?: boolean;
}

export interface Scope {
  id: number;
  /** The heading in the help overlay. */
  title: string;
  bindings: readonly Binding[];
}

/** Every scope at hand; a later one takes precedence, and what works everywhere comes first. */
export const scopes = createStore<readonly Scope[]>([]);

const OFF = 'hema.keys';
/** Whether keys of one letter, digit or sign do anything (WCAG 2.1.4). */
export const singleKeys = createStore(globalThis.localStorage?.getItem(OFF) !== 'off');

export function switchSingleKeys(on: boolean): void {
  localStorage.setItem(OFF, on ? 'on' : 'off');
  singleKeys.set(on);
}

let next = 0;

export function addScope(title: string, everywhere = false): number {
  const scope: Scope = { id: ++next, title, bindings: [] };
  scopes.set(everywhere ? [scope, ...scopes.get()] : [...scopes.get(), scope]);
  return scope.id;
}

export function setBindings(id: number, bindings: readonly Binding[]): void {
  scopes.set(scopes.get().map((scope) => (scope.id === id ? { ...scope, bindings } : scope)));
}

export function removeScope(id: number): void {
  scopes.set(scopes.get().filter((scope) => scope.id !== id));
}

export const waysOf = ({ keys }: Binding): readonly string[] =>
  typeof keys === 'string' ? [keys] : keys;

/** The binding of a way of keys, innermost scope first. */
export function find(way: string): Binding | undefined {
  for (const scope of scopes.get().toReversed()) {
    const found = scope.bindings.find((one) => !one.off && waysOf(one).includes(way));
    if (found) return found;
  }
  return undefined;
}

/** Whether a longer way begins with this chord. */
export function begins(chord: string): boolean {
  const start = `${chord} `;
  return scopes
    .get()
    .some(({ bindings }) =>
      bindings.some((one) => !one.off && waysOf(one).some((way) => way.startsWith(start))),
    );
}
