import { usePhone } from '@/ui/media';
import { type Drawer, useDrawer } from '@/ui/use-drawer';
import type { VerdictForm } from './use-verdict';

/** Where the verdict stands: beside the image, in a drawer where there is little room, under it on a phone. */
export function useVerdictDrawer(): Drawer {
  const drawer = useDrawer('verdict');
  return usePhone() ? { ...drawer, closes: false, open: true } : drawer;
}

/** A form that is chosen in and recorded only in sight: what is closed opens first. */
export function inSight(form: VerdictForm, { open, set }: Drawer): VerdictForm {
  if (open) return form;
  return {
    ...form,
    choose(label) {
      set(true);
      form.choose(label);
    },
    record: () => set(true),
  };
}
