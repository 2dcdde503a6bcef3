import { Link } from '@tanstack/react-router';
import type { ComponentProps, ReactNode } from 'react';
import { useRole } from '@/api/session';

interface LeadProps {
  /** An address within the dashboard, with its search. */
  to: string;
  search?: object;
  className?: string;
  title?: string;
  'aria-label'?: string;
  onFocus?: () => void;
  onPointerEnter?: () => void;
  children: ReactNode;
}

/** Leads from a figure to the list behind it, for those who may open lists. */
export function Lead({ to, search = {}, children, ...props }: LeadProps) {
  const mayOpen = useRole('technologist', 'hematologist', 'admin');
  if (!mayOpen) return <span {...(props as ComponentProps<'span'>)}>{children}</span>;
  return (
    <Link to={to} search={search as never} {...props}>
      {children}
    </Link>
  );
}
