import { useNavigate } from '@tanstack/react-router';
import type { Access } from '@/api/access';
import { paths } from '@/paths';
import { IconButton } from '@/ui/button';
import { Menu, type MenuItem } from '@/ui/menu';
import { accessWords } from '@/words/access';
import type { AccessSearch } from './search';

const words = accessWords.menu;

interface LineMenuProps {
  line: Access;
  set: (change: Partial<AccessSearch>) => void;
  onDetails: (line: Access) => void;
}

/** Where a line of the record leads to. */
export function LineMenu({ line, set, onDetails }: LineMenuProps) {
  const navigate = useNavigate();
  const { user_id: user, patient_id: patient } = line;
  const items: (MenuItem | null)[] = [
    { label: words.details, icon: 'info', onSelect: () => onDetails(line) },
  ];
  if (user || patient) items.push(null);
  if (user) items.push({ label: words.person, icon: 'filter', onSelect: () => set({ user }) });
  if (patient) {
    items.push(
      { label: words.patient, icon: 'filter', onSelect: () => set({ patient }) },
      {
        label: words.history,
        icon: 'history',
        onSelect: () => void navigate({ to: paths.history('patients', patient) }),
      },
    );
  }
  return (
    <Menu items={items} label={words.open} align="end">
      <IconButton icon="more" small label={words.open} />
    </Menu>
  );
}
