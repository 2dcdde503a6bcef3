import type { Panel } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import type { MenuItem } from '@/ui/menu-line';
import { blood } from '@/words/blood';
import { caseWords } from '@/words/case';
import type { Cell } from './groups';
import type { ImageTask } from './image-dialogs';

const words = caseWords.imageMenu;
const KEYS: Record<string, string> = { uncertain: 'u', other: 'o', unsuitable: 'x' };

interface MenuOf {
  panel: Panel;
  cells: readonly Cell[];
  mayRecord: boolean;
  mayManage: boolean;
  onMove: (label: string) => void;
  onOpen: (id: string) => void;
  onTask: (task: ImageTask) => void;
}

/** What the role can do with the chosen cells. */
export function menuOf(of: MenuOf): (MenuItem | null)[] {
  const { panel, cells } = of;
  const [first] = cells;
  if (!first) return [{ label: caseWords.gallery.moveNone, disabled: true, onSelect: () => {} }];
  const images = cells.map(({ image }) => image);
  const open: MenuItem = {
    label: words.open,
    icon: 'eye',
    keys: 'Enter',
    onSelect: () => of.onOpen(first.id),
  };
  const classes = panel.labels
    .filter(({ retired }) => !retired)
    .map(({ id, name, code }, at) => ({
      label: name,
      before: <ClassSwatch code={code} />,
      keys: at < 9 ? String(at + 1) : undefined,
      onSelect: () => of.onMove(id),
    }));
  const abstentions = Object.entries(KEYS).map(([id, keys]) => ({
    label: blood.verdicts[id] ?? id,
    keys,
    onSelect: () => of.onMove(id),
  }));
  const manage: MenuItem[] = [
    {
      label: words.reassign,
      icon: 'case',
      onSelect: () => of.onTask({ kind: 'reassign', images }),
    },
    { label: words.void, icon: 'bin', onSelect: () => of.onTask({ kind: 'void', images }) },
  ];
  return [
    open,
    ...(of.mayRecord ? [null, ...classes, null, ...abstentions] : []),
    ...(of.mayManage ? [null, ...manage] : []),
  ];
}
