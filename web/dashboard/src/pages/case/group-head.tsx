import type { Panel } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { Button } from '@/ui/button';
import { Tag } from '@/ui/tag';
import { caseWords as words } from '@/words/case';
import { count } from '@/words/numbers';
import { type Bulk, confirmable, neverInBulk } from './bulk';
import { AWAITING, BLIND, type Group, isOpen, OUTSIDE } from './groups';

interface GroupHeadProps {
  panel: Panel;
  group: Group;
  /** What the selection comes to, when it lies in this group. */
  bulk: Bulk | null;
  seen: ReadonlySet<string>;
  mayRecord: boolean;
  onConfirm: () => void;
  onSelect: (ids: readonly string[]) => void;
}

export const nameOfGroup = (group: Pick<Group, 'id' | 'label'>) =>
  group.label?.name ?? words.groups[group.id] ?? group.id;

/** Where no model reads the panel, none is waited for. */
const headOf = (panel: Panel, group: Group) =>
  group.id === AWAITING && !panel.active_model ? words.noModel : nameOfGroup(group);

/** A group's name and count; for a class, how much of it was seen, and the way to confirm it. */
export function GroupHead(props: GroupHeadProps) {
  const { panel, group } = props;
  return (
    <div className="flex h-9 min-w-0 items-center gap-2">
      <ClassSwatch code={group.label?.code} ink={group.id === OUTSIDE ? 'outside' : 'sure'} />
      <h2 className="truncate">{headOf(panel, group)}</h2>
      <span className="text-ink-3">{count(group.cells.length)}</span>
      <span className="ml-auto flex flex-none items-center gap-2 text-small text-ink-3">
        <Tail {...props} />
      </span>
    </div>
  );
}

function Tail({ panel, group, bulk, seen, mayRecord, onConfirm, onSelect }: GroupHeadProps) {
  if (group.id === OUTSIDE) return words.notCounted;
  if (group.id === AWAITING) return panel.active_model ? words.readUnaided : words.oneByOneUnaided;
  if (group.id === BLIND) return words.readBlind;
  const open = group.cells.filter(isOpen);
  if (group.label && open.length === 0)
    return (
      <Tag tone="verified" icon="tick">
        {words.allConfirmed(group.cells.length)}
      </Tag>
    );
  const never = neverInBulk(panel, group);
  if (never) return words.oneByOne[never];
  if (!mayRecord) return null;
  const looked = open.filter(({ id }) => seen.has(id)).length;
  const all = looked === open.length;
  const waiting = confirmable(group);
  return (
    <>
      <span>
        {all ? words.allSeen(open.length) : words.seen(count(looked), count(open.length))}
      </span>
      {bulk && bulk.cells.length > 0 ? (
        <Button
          small
          disabled={bulk.hindrance !== null}
          title={bulk.hindrance ? words.hindrances[bulk.hindrance] : undefined}
          keys="Shift+Enter"
          onClick={onConfirm}
        >
          {words.confirm(bulk.cells.length)}
        </Button>
      ) : (
        <Button small look="quiet" onClick={() => onSelect(waiting.map(({ id }) => id))}>
          {words.selectOpen(waiting.length)}
        </Button>
      )}
    </>
  );
}
