import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { Button } from '@/ui/button';
import { cx } from '@/ui/cx';
import { Icon } from '@/ui/icon';
import { toast } from '@/ui/toast-store';
import { uploadWords } from '@/words/upload';
import { chosen, type Found, filesOf } from './entries';

const words = uploadWords.drop;
/** Every browser knows it, React's types do not. */
const FOLDERS = { webkitdirectory: '' };

/** Takes files and whole folders, by drop or from the system's own window. */
export function DropZone({
  disabled,
  onFiles,
}: {
  disabled: boolean;
  onFiles: (found: readonly Found[]) => void;
}) {
  const [over, setOver] = useState(false);
  const files = useRef<HTMLInputElement>(null);
  const folder = useRef<HTMLInputElement>(null);

  const drop = (event: DragEvent) => {
    if (disabled || !event.dataTransfer) return;
    filesOf(event.dataTransfer).then(
      (found) => (found.length > 0 ? onFiles(found) : toast({ title: words.none })),
      () => toast({ title: words.unreadable, tone: 'fault' }),
    );
  };
  const latest = useRef(drop);
  latest.current = drop;

  // The whole page takes what is dropped: beside the zone a browser would open the file in its stead.
  useEffect(() => {
    const drag = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => event.relatedTarget === null && setOver(false);
    const take = (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      latest.current(event);
    };
    window.addEventListener('dragover', drag);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', take);
    return () => {
      window.removeEventListener('dragover', drag);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', take);
    };
  }, []);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    const list = event.target.files;
    if (list && list.length > 0) onFiles(chosen(list));
    // So that the same files can be chosen once more.
    event.target.value = '';
  };

  return (
    <section
      aria-label={words.title}
      className={cx(
        'flex flex-none flex-wrap items-center gap-3.5 rounded-box border-[1.5px] border-dashed px-[18px] py-4',
        over && !disabled ? 'border-accent bg-accent-soft' : 'border-control bg-canvas',
      )}
    >
      <Icon name="upload" size={22} className={disabled ? 'text-ink-3' : 'text-accent'} />
      <div className="min-w-0 grow basis-[200px]">
        <b className="block font-semibold">{over && !disabled ? words.now : words.title}</b>
        <span className="text-small text-ink-3">{words.says}</span>
      </div>
      <Button disabled={disabled} onClick={() => files.current?.click()}>
        {words.files}
      </Button>
      <Button disabled={disabled} onClick={() => folder.current?.click()}>
        {words.folder}
      </Button>
      <input ref={files} type="file" multiple hidden onChange={choose} aria-label={words.files} />
      <input
        ref={folder}
        type="file"
        multiple
        hidden
        {...FOLDERS}
        onChange={choose}
        aria-label={words.folder}
      />
    </section>
  );
}
