import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { shell } from '@/words/shell';
import { Button, IconButton } from './button';
import { cx } from './cx';

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One or two sentences under the title. */
  says?: ReactNode;
  children?: ReactNode;
  /** The buttons, the one that does it last; without them there is one that closes. */
  actions?: ReactNode;
  wide?: boolean | undefined;
  /** Must be answered: neither Escape nor a click beside it closes it. */
  firm?: boolean;
}

const FIELDS = 'input:not([type=hidden]), textarea, select';

/** The first field has the focus at once; without one, the first of the buttons below, which takes back. */
function toWork(event: Event): void {
  const content = event.currentTarget as HTMLElement;
  const first =
    content.querySelector<HTMLElement>(FIELDS) ??
    content.querySelector<HTMLElement>('[data-actions] button');
  event.preventDefault();
  // With nothing to fill in it is read: keys scroll it, and Escape closes it at once.
  (first ?? content).focus();
}

/** A window over the page, which stays as it is. */
export function Dialog({
  open,
  onOpenChange,
  title,
  says,
  children,
  actions,
  wide,
  firm,
}: DialogProps) {
  const hold = (event: Event) => firm && event.preventDefault();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-[rgb(0_0_0/0.4)]" />
        <Radix.Content
          onOpenAutoFocus={toWork}
          onEscapeKeyDown={hold}
          onPointerDownOutside={hold}
          onInteractOutside={hold}
          {...(says ? {} : { 'aria-describedby': undefined })}
          className={cx(
            'fixed top-1/2 left-1/2 z-40 flex max-h-[88vh] w-[calc(100vw-24px)] -translate-1/2 flex-col gap-3 overflow-auto rounded-dialog bg-raised p-5 shadow-float outline-none',
            wide ? 'max-w-[760px]' : 'max-w-[440px]',
          )}
        >
          <div className="flex items-start gap-3">
            <Radix.Title className="grow text-title font-semibold">{title}</Radix.Title>
            {!firm && (
              <Radix.Close asChild>
                <IconButton icon="close" label={shell.close} small />
              </Radix.Close>
            )}
          </div>
          {says && <Radix.Description className="-mt-1 text-ink-2">{says}</Radix.Description>}
          {children}
          {actions ? (
            <div data-actions="" className="flex flex-wrap justify-end gap-2 pt-1">
              {actions}
            </div>
          ) : (
            !firm && (
              <Radix.Close asChild>
                <Button className="self-end">{shell.close}</Button>
              </Radix.Close>
            )
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
