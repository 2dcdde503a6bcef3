import type { ComponentProps, ReactNode } from 'react';
import { cx } from './cx';

/** Yes or no, with its words beside it. */
export function Checkbox({
  children,
  className,
  ...props
}: Omit<ComponentProps<'input'>, 'type'> & { children: ReactNode }) {
  return (
    <label className={cx('flex min-h-6 items-center gap-2 max-rail:min-h-11', className)}>
      <input type="checkbox" className="size-4 flex-none accent-accent-fill" {...props} />
      {children}
    </label>
  );
}
