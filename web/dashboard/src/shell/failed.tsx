import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import { Button } from '@/ui/button';
import { Note } from '@/ui/note';
import { say } from '@/words/problems';
import { shell } from '@/words/shell';
import { Page } from './page';

/** A page that could not be shown: said in its place, with a way to try again. */
export function Failed({ error, reset }: ErrorComponentProps) {
  const router = useRouter();
  const again = () => {
    reset();
    void router.invalidate();
  };
  const { title, text } = say(error);
  return (
    <Page title={shell.product}>
      <div className="max-w-[520px] p-4">
        <Note tone="overdue" title={title} alert>
          {text}
          <div className="pt-2">
            <Button small onClick={again}>
              {shell.again}
            </Button>
          </div>
        </Note>
      </div>
    </Page>
  );
}
