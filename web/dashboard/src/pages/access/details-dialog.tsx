import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Access } from '@/api/access';
import { paths } from '@/paths';
import { Button, buttonLook } from '@/ui/button';
import { Dialog } from '@/ui/dialog';
import { accessWords, saidOf } from '@/words/access';
import { count } from '@/words/numbers';
import { shell } from '@/words/shell';
import { nameOf, roleOf } from './columns';

const words = accessWords.details;

const raw = (text: string | null | undefined) =>
  text && <span className="font-mono text-raw break-all">{text}</span>;

/** All that a line of the record holds. */
export function DetailsDialog({ line, onClose }: { line: Access; onClose: () => void }) {
  const typed = line.kind === 'sign_in_refused';
  const facts: [string, ReactNode][] = [
    [words.at, accessWords.when(line.at)],
    [words.kind, accessWords.kinds[line.kind]],
    [words.who, nameOf(line)],
    [words.role, roleOf(line)],
    [words.request, raw(line.route)],
    [words.patient, raw(line.patient_id)],
    [typed ? words.typed : words.subject, raw(line.subject)],
    [words.origin, raw(line.origin)],
    [words.position, count(line.position)],
  ];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={saidOf(line)}
      says={line.origin ? words.says : undefined}
      actions={
        <>
          {line.patient_id && (
            <Link to={paths.history('patients', line.patient_id)} className={buttonLook()}>
              {accessWords.menu.history}
            </Link>
          )}
          <Button onClick={onClose}>{shell.close}</Button>
        </>
      }
      wide
    >
      <dl className="grid grid-cols-[auto_1fr] gap-x-5 gap-y-1.5">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-3">{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </Dialog>
  );
}
