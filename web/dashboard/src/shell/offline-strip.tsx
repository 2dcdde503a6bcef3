import { connection } from '@/api/connection';
import { useMe } from '@/api/session';
import { draftsOf } from '@/drafts/drafts';
import { useStore } from '@/store';
import { Icon } from '@/ui/icon';
import { shell } from '@/words/shell';
import { when } from '@/words/time';

/** Says since when the server does not answer, and what is kept. */
export function OfflineStrip() {
  const { lostAt } = useStore(connection);
  const me = useMe();
  if (lostAt === null) return null;
  const drafts = draftsOf(me.id).length;
  return (
    <div
      role="status"
      className="flex flex-none items-center gap-2 border-b border-overdue-line bg-overdue-soft px-4 py-1.5 text-small text-overdue"
    >
      <Icon name="offline" size={14} />
      <span>
        {shell.offline(when(lostAt))} {drafts > 0 && shell.offlineDrafts(drafts)}
      </span>
    </div>
  );
}
