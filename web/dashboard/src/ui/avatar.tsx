/** `RA` of `Dr. Reader A`: titles end in a dot and count only where nothing else is there. */
export function initials(name: string): string {
  const all = name.trim().split(/\s+/);
  const names = all.filter((word) => !word.endsWith('.'));
  const words = names.length > 0 ? names : all;
  const last = words.length > 1 ? words.at(-1) : '';
  return `${words[0]?.[0] ?? ''}${last?.[0] ?? ''}`.toUpperCase();
}

/** A person's initials beside the name. */
export function Avatar({ name, size = 24 }: { name: string; size?: number }) {
  return (
    <span
      aria-hidden="true"
      style={{ width: size, height: size, fontSize: size < 24 ? 9 : 10 }}
      className="grid flex-none place-items-center rounded-full border border-line-strong bg-sunk leading-none font-semibold text-ink-2"
    >
      {initials(name)}
    </span>
  );
}
