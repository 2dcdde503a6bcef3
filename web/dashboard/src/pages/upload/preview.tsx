import { useEffect, useState } from 'react';
import { thumbnailOf } from '@/api/images';
import type { QueuedFile } from './queue';
import { bytesOf } from './runner';

/** Larger files are not decoded for a thumbnail; theirs comes from the server. */
const LARGEST = 12_000_000;
/** What browsers draw by themselves. */
const DRAWN = /\.(jpe?g|png|webp|bmp)$/i;

/** A file's picture: its own before it is taken in, the server's thumbnail after. */
export function Preview({ file, size = 28 }: { file: QueuedFile; size?: number }) {
  const stored = file.imageId !== null && file.image?.renditions ? file.imageId : null;
  const own = useOwn(file, stored === null);
  const [broken, setBroken] = useState(false);
  const source = stored !== null ? thumbnailOf(stored) : own;
  const style = { width: size, height: size };
  if (!source || (broken && stored === null))
    return <span className="block flex-none rounded-tag bg-stage" style={style} />;
  return (
    <img
      src={source}
      alt=""
      decoding="async"
      onError={() => setBroken(true)}
      className="block flex-none rounded-tag bg-stage object-cover"
      style={style}
    />
  );
}

/** An address of the file itself, for as long as the row is drawn. */
function useOwn({ id, name, size }: QueuedFile, wanted: boolean): string | null {
  const [address, setAddress] = useState<string | null>(null);
  const drawn = wanted && size <= LARGEST && DRAWN.test(name);
  useEffect(() => {
    const file = drawn ? bytesOf(id) : undefined;
    if (!file) return setAddress(null);
    const made = URL.createObjectURL(file);
    setAddress(made);
    return () => URL.revokeObjectURL(made);
  }, [id, drawn]);
  return address;
}
