import { Link } from '@tanstack/react-router';
import { buttonLook } from '@/ui/button';
import { Empty } from '@/ui/empty';
import { shell } from '@/words/shell';
import { Page } from './page';

export function NotFound() {
  return (
    <Page title={shell.notFound.title}>
      <Empty
        action={
          <Link to="/" className={buttonLook()}>
            {shell.notFound.back}
          </Link>
        }
      >
        {shell.notFound.says}
      </Empty>
    </Page>
  );
}
