import { useState } from 'react';
import type { Model } from '@/api/models';
import { Button } from '@/ui/button';
import { modelWords as words } from '@/words/models';
import { ActivateDialog } from './activate-dialog';
import { BackfillDialog } from './backfill-dialog';

interface ModelActionsProps {
  model: Model;
  panel: string;
  /** The model that predicts for the panel now. */
  active: Model | undefined;
}

type Open = 'activate' | 'backfill' | null;

/** What an administrator can do with a model. */
export function ModelActions({ model, panel, active }: ModelActionsProps) {
  const [open, setOpen] = useState<Open>(null);
  const [waiting, setWaiting] = useState<number | null>();
  const close = () => {
    setOpen(null);
    setWaiting(undefined);
  };
  /** A model that has just become active is offered what came before it. */
  const activated = (left: number | null) => {
    if (left === 0) return close();
    setWaiting(left);
    setOpen('backfill');
  };
  return (
    <>
      {model.active ? (
        <Button onClick={() => setOpen('backfill')}>{words.backfill.open}</Button>
      ) : (
        <Button look="primary" onClick={() => setOpen('activate')}>
          {words.activate.open}
        </Button>
      )}
      {open === 'activate' && (
        <ActivateDialog
          model={model}
          panel={panel}
          before={active}
          onDone={activated}
          onClose={close}
        />
      )}
      {open === 'backfill' && (
        <BackfillDialog model={model} panel={panel} waiting={waiting} onClose={close} />
      )}
    </>
  );
}
