import type { ReactNode } from 'react';
import { cx } from './cx';
import { Icon, type IconName } from './icon';

export type Tone = 'plain' | 'unsure' | 'critical' | 'overdue' | 'verified' | 'outside';

const TONES: Record<Tone, { box: string; title: string; icon: IconName }> = {
  plain: { box: 'border-line-strong', title: 'text-ink', icon: 'info' },
  unsure: { box: 'border-line-strong hatched', title: 'text-ink', icon: 'hatched' },
  critical: {
    box: 'border-critical-line bg-critical-soft',
    title: 'text-critical',
    icon: 'triangle',
  },
  overdue: { box: 'border-overdue-line bg-overdue-soft', title: 'text-overdue', icon: 'triangle' },
  verified: { box: 'border-verified-line bg-verified-soft', title: 'text-verified', icon: 'tick' },
  outside: { box: 'border-dashed border-outside', title: 'text-outside', icon: 'info' },
};

interface NoteProps {
  title: string;
  tone?: Tone;
  children?: ReactNode;
  /** Read out at once by screen readers. */
  alert?: boolean;
  className?: string;
}

/** A few words in place: what happened, what was kept, what to do. */
export function Note({ title, tone = 'plain', children, alert, className }: NoteProps) {
  const { box, title: colour, icon } = TONES[tone];
  return (
    <div
      role={alert ? 'alert' : undefined}
      className={cx(
        'flex gap-2 rounded-box border px-[11px] py-[9px] text-small leading-[17px] text-ink-2',
        box,
        className,
      )}
    >
      <Icon name={icon} className={cx('mt-px', colour)} />
      <div className="min-w-0 grow">
        <b className={cx('block font-semibold', colour)}>{title}</b>
        {children}
      </div>
    </div>
  );
}
