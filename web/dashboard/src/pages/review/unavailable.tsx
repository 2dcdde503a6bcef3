import { Problem } from '@/api/problem';
import { Button } from '@/ui/button';
import { Note } from '@/ui/note';
import { say } from '@/words/problems';
import { review } from '@/words/review';
import { shell } from '@/words/shell';

/** In the place of an image that could not be read. */
export function Unavailable({ fault, onAgain }: { fault: unknown; onAgain: () => void }) {
  const missing = fault instanceof Problem && fault.status === 404;
  const { title, text } = missing
    ? { title: review.notFound.title, text: review.notFound.says }
    : say(fault);
  return (
    <div className="max-w-[520px] p-4">
      <Note tone="overdue" title={title} alert>
        {text}
        {!missing && (
          <div className="pt-2">
            <Button small onClick={onAgain}>
              {shell.again}
            </Button>
          </div>
        )}
      </Note>
    </div>
  );
}
