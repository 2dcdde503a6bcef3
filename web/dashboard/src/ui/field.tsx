import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, useId } from 'react';
import { cx } from './cx';

const box =
  'block w-full rounded-box border border-control bg-panel px-2.5 text-base text-ink aria-invalid:border-overdue disabled:bg-sunk disabled:text-ink-3';

export function Input({ className, ...props }: ComponentProps<'input'>) {
  return (
    <input className={cx(box, 'h-8 max-rail:h-11 max-rail:text-title', className)} {...props} />
  );
}

export function TextArea({ className, ...props }: ComponentProps<'textarea'>) {
  return <textarea className={cx(box, 'py-1.5', className)} {...props} />;
}

export function Select({ className, ...props }: ComponentProps<'select'>) {
  return (
    <select className={cx(box, 'h-8 max-rail:h-11 max-rail:text-title', className)} {...props} />
  );
}

interface FieldProps {
  label: string;
  /** What helps to fill it in. */
  hint?: ReactNode;
  /** What is wrong with it. */
  fault?: ReactNode;
  children: ReactElement<{ id?: string; 'aria-describedby'?: string; 'aria-invalid'?: boolean }>;
  className?: string;
}

/** An input with its label, and what is to be said of it. */
export function Field({ label, hint, fault, children, className }: FieldProps) {
  const own = useId();
  const id = children.props.id ?? own;
  const note = `${id}-note`;
  return (
    <div className={cx('flex flex-col gap-1', className)}>
      <label htmlFor={id} className="text-label font-medium text-ink-3">
        {label}
      </label>
      {cloneElement(children, {
        id,
        'aria-describedby': hint || fault ? note : undefined,
        'aria-invalid': fault ? true : undefined,
      })}
      {(fault || hint) && (
        <span id={note} className={cx('text-small', fault ? 'text-overdue' : 'text-ink-3')}>
          {fault || hint}
        </span>
      )}
    </div>
  );
}
