import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { paths } from '@/paths';
import { Button } from '@/ui/button';
import { Note } from '@/ui/note';
import { toast } from '@/ui/toast-store';
import { count } from '@/words/numbers';
import { when } from '@/words/time';
import { refusal, uploadWords } from '@/words/upload';
import { Card } from './card';
import { needsALook } from './figures';
import type { QueuedFile } from './queue';

const words = uploadWords.looks;
/** More than anybody reads here; the copied list has all. */
const MOST = 100;

/** What happened, what was kept, what to do: for every file that did not simply go through. */
export function LooksCard({ files }: { files: readonly QueuedFile[] }) {
  // What asks for something to be done comes before what is only told.
  const told = ({ state, warning }: QueuedFile) =>
    Number(state === 'duplicate' && warning === null);
  const looks = files.filter(needsALook).toSorted((a, b) => told(a) - told(b));
  const explained = looks.map((file) => explain(file, files.length));
  const copy = async () => {
    await navigator.clipboard.writeText(
      explained.map(({ title, says }) => `${title}. ${says}`).join('\n'),
    );
    toast({ title: words.copied });
  };
  return (
    <Card
      title={words.title}
      note={looks.length > 0 && count(looks.length)}
      className="max-h-full min-h-0 self-start"
    >
      <div className="flex min-h-0 flex-col gap-2 overflow-auto p-3 max-rail:overflow-visible">
        {looks.length === 0 && <p className="text-small text-ink-3">{words.none}</p>}
        {explained.slice(0, MOST).map(({ id, tone, title, says, link }) => (
          <Note key={id} tone={tone} title={title}>
            {says} {link}
          </Note>
        ))}
        {looks.length > 0 && (
          <Button small className="self-start" onClick={() => void copy()}>
            {words.copy}
          </Button>
        )}
      </div>
    </Card>
  );
}

interface Explained {
  id: string;
  tone: 'overdue' | 'plain';
  title: string;
  says: string;
  link?: ReactNode;
}

function explain(file: QueuedFile, all: number): Explained {
  const { id, name } = file;
  const link = file.imageId ? (
    <Link to={paths.image(file.imageId)} className="font-medium">
      {words.open}
    </Link>
  ) : undefined;
  if (file.state === 'refused') {
    const says = `${refusal(file.says)} ${words.kept(all - 1)}`;
    return { id, tone: 'overdue', title: words.refused(name), says };
  }
  if (file.state === 'failed') {
    const says = `${file.says ?? ''} ${words.failedKept}`;
    return { id, tone: 'overdue', title: words.failed(name), says };
  }
  if (file.warning !== null)
    return { id, tone: 'overdue', title: words.mixUp(name), says: words.mixUpSays, link };
  return { id, tone: 'plain', ...duplicate(file), link };
}

function duplicate({ name, image, target }: QueuedFile): { title: string; says: string } {
  if (!image) return { title: words.duplicateHere(name), says: words.duplicateUnknown };
  const here = image.case_id === target.caseId;
  return {
    title: here ? words.duplicateHere(name) : words.duplicateElsewhere(name),
    says: words.duplicate(when(image.uploaded_at)) + words.verdict(image.verdict != null),
  };
}
