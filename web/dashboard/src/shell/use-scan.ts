import { useNavigate, useRouter } from '@tanstack/react-router';
import { caseOf } from '@/api/cases';
import { useRole } from '@/api/session';
import { paths } from '@/paths';
import { toast } from '@/ui/toast-store';
import { shell } from '@/words/shell';

/** Opens the case of a scanned accession number, or offers to register one. */
export function useScan(): (text: string) => void {
  const navigate = useNavigate();
  const { routesByPath } = useRouter();
  const mayRegister = useRole('technologist') && paths.cases in routesByPath;
  return async (text) => {
    const done = toast({ title: shell.scan.looking(text) });
    try {
      const found = await caseOf(text);
      done();
      if (found) return void navigate({ to: paths.case(found.id) });
      const register = () =>
        void navigate({ to: paths.cases, search: { register: text } as never });
      toast({
        title: shell.scan.none(text),
        ms: 15_000,
        action: mayRegister ? { label: shell.scan.register, run: register } : undefined,
      });
    } catch {
      done();
      toast({ title: shell.scan.failed(text), tone: 'fault' });
    }
  };
}
