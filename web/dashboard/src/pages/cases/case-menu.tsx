import { useState } from 'react';
import type { Case } from '@/api/cases';
import { IconButton } from '@/ui/button';
import { Menu, type MenuItem } from '@/ui/menu';
import { blood } from '@/words/blood';
import { caseFormWords as words } from '@/words/cases';
import { EditDialog } from './edit-dialog';
import { reinstate } from './reinstate';
import { WithdrawDialog } from './withdraw-dialog';

/** Corrects a case or withdraws it, from its row or its page; reinstates a withdrawn one. */
export function CaseMenu({ one, small }: { one: Case; small?: boolean }) {
  const [open, setOpen] = useState<'edit' | 'withdraw' | null>(null);
  const close = () => setOpen(null);
  const label = words.menu(one.accession ?? blood.noAccession);
  const items: MenuItem[] = one.withdrawn
    ? [{ label: words.reinstate.open, icon: 'undo', onSelect: () => void reinstate(one) }]
    : [
        { label: words.edit.open, icon: 'edit', onSelect: () => setOpen('edit') },
        { label: words.withdraw.open, icon: 'bin', onSelect: () => setOpen('withdraw') },
      ];
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
