import type { ReactNode } from 'react';
import { cx } from './cx';
import { Icon, type IconName } from './icon';

type TagTone = 'plain' | 'critical' | 'overdue' | 'verified' | 'outside';

const TONES: Record<TagTone, string> = {
  plain: 'border-line-strong text-ink-2',
  critical: 'border-critical-line bg-critical-soft text-critical',
  overdue: 'border-overdue-line bg-overdue-soft text-overdue',
  verified: 'border-verified-line bg-verified-soft text-verified',
  outside: 'border-dashed border-outside bg-outside-soft text-outside',
};

/** A state in a word or two. */
export function Tag({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: TagTone;
  icon?: IconName;
  children: ReactNode;
}) {
  return (
    <span
      className={cx(
        'inline-flex h-5 flex-none items-center gap-1 rounded-tag border px-1.5 text-label leading-none font-medium whitespace-nowrap',
        TONES[tone],
      )}
    >
      {icon && <Icon name={icon} size={12} />}
      {children}
    </span>
  );
}
