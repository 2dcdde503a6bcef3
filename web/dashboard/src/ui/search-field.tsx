import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useKeys } from '@/keys/use-keys';
import { shell } from '@/words/shell';
import { cx } from './cx';
import { Icon } from './icon';
import { Kbd } from './kbd';

const QUIET_MS = 200;

interface SearchFieldProps {
  label: string;
  value: string;
  /** Told a moment after the typing has paused. */
  onChange: (value: string) => void;
  className?: string;
}

/** Filters a list by words; `/` comes here from anywhere on the page. */
export function SearchField({ label, value, onChange, className }: SearchFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const told = useRef(value);
  const [text, setText] = useState(value);
  useKeys(shell.keys.list, [
    {
      keys: '/',
      does: shell.keys.filter,
      hint: shell.keys.filter,
      run: () => field.current?.focus(),
    },
  ]);
  useEffect(() => {
    if (value === told.current) return;
    told.current = value;
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === told.current) return;
    const timer = setTimeout(() => {
      told.current = text;
      onChange(text);
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [text, onChange]);
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    if (text) setText('');
    else field.current?.blur();
  };
  return (
    <label
      className={cx(
        'flex h-[26px] w-[240px] flex-none items-center gap-1.5 rounded-box border border-control bg-panel px-2 text-small text-ink-3 focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent max-rail:h-11 max-rail:w-full max-rail:flex-1',
        className,
      )}
    >
      <Icon name="search" size={14} />
      <input
        ref={field}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={leave}
        className="min-w-0 grow bg-transparent text-ink outline-none [&::-webkit-search-cancel-button]:hidden"
      />
      {text === '' && <Kbd keys="/" />}
    </label>
  );
}
