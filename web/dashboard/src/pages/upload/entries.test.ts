import { expect, test } from 'vitest';
import { isWanted, walk } from './entries';

const fileOf = (name: string, path = name) =>
  ({
    isFile: true,
    isDirectory: false,
    name,
    fullPath: `/${path}`,
    file: (took: (file: File) => void) => took(new File(['x'], name)),
  }) as unknown as FileSystemEntry;

/** Lists a hundred at a time, as browsers do. */
const folderOf = (name: string, inside: FileSystemEntry[]) =>
  ({
    isFile: false,
    isDirectory: true,
    name,
    createReader: () => {
      let at = 0;
      return {
        readEntries: (took: (some: FileSystemEntry[]) => void) => {
          took(inside.slice(at, at + 100));
          at += 100;
        },
      };
    },
  }) as unknown as FileSystemEntry;

test('a folder is walked to its last entry, however deep', async () => {
  const fields = Array.from({ length: 230 }, (_, at) => fileOf(`field_${at}.jpg`));
  const deep = folderOf('deep', [fileOf('cell.png', 'slide/deep/cell.png')]);
  const found = await walk(folderOf('slide', [...fields, deep]));
  expect(found).toHaveLength(231);
  expect(found.at(-1)?.path).toBe('slide/deep/cell.png');
});

test('what systems leave in folders is passed over', async () => {
  expect(['.DS_Store', 'Thumbs.db', '~$notes.docx'].some(isWanted)).toBe(false);
  expect(isWanted('notes.docx')).toBe(true);
  expect(await walk(folderOf('.git', [fileOf('a.jpg')]))).toEqual([]);
});
