import { useState } from 'react';
import type { Case } from '@/api/cases';
import { useRole } from '@/api/session';
import { IconButton } from '@/ui/button';
import { Menu, type MenuItem } from '@/ui/menu';
import { blood } from '@/words/blood';
import { caseFormWords as words } from '@/words/cases';
import { EditDialog } from './edit-dialog';
import { reinstate } from './reinstate';
import { WithdrawDialog } from './withdraw-dialog';

interface CaseMenuProps {
  one: Case;
  small?: boolean;
  /** What else can be done where it stands. */
  more?: readonly MenuItem[];
}

/** From its row or its page: who may open cases corrects and withdraws one, and reinstates a withdrawn one. */
export function CaseMenu({ one, small, more = [] }: CaseMenuProps) {
  const opens = useRole('technologist');
  const [open, setOpen] = useState<'edit' | 'withdraw' | null>(null);
  const close = () => setOpen(null);
  const label = words.menu(one.accession ?? blood.noAccession);
  const own: MenuItem[] = one.withdrawn
    ? [{ label: words.reinstate.open, icon: 'undo', onSelect: () => void reinstate(one) }]
    : [
        { label: words.edit.open, icon: 'edit', onSelect: () => setOpen('edit') },
        { label: words.withdraw.open, icon: 'bin', onSelect: () => setOpen('withdraw') },
      ];
  const items = [...more, ...(opens ? own : [])];
  return (
    <>
      <Menu items={items} label={label} align="end">
        <IconButton icon="more" look={small ? 'quiet' : 'plain'} small={small} label={label} />
      </Menu>
      {open === 'edit' && <EditDialog one={one} onClose={close} />}
      {open === 'withdraw' && <WithdrawDialog one={one} onClose={close} />}
    </>
  );
}
