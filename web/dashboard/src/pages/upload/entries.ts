/** Files that systems leave in folders without anybody's asking. */
const LITTER = /^(\.|~\$|Thumbs\.db$|desktop\.ini$)/i;

export interface Found {
  file: File;
  /** With the folders above it, as far as they are known. */
  path: string;
}

export const isWanted = (name: string): boolean => !LITTER.test(name);

/** What was dropped: files, and everything in folders however deep. */
export async function filesOf(dropped: DataTransfer): Promise<Found[]> {
  // The items are gone once the handler returns, so that they are taken at once.
  const items = [...dropped.items].filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry());
  const plain = items.map((item) => item.getAsFile());
  const found = await Promise.all(
    entries.map((entry, at) => {
      const file = plain[at];
      if (entry) return walk(entry);
      return file ? [{ file, path: file.name }] : [];
    }),
  );
  return inOrder(found.flat());
}

/** What was chosen in the system's own window. */
export const chosen = (files: FileList): Found[] =>
  inOrder([...files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));

/** As people number files: `field_9` before `field_10`. */
function inOrder(found: Found[]): Found[] {
  const names = new Intl.Collator('en', { numeric: true });
  return found
    .filter(({ file }) => isWanted(file.name))
    .toSorted((a, b) => names.compare(a.path, b.path));
}

export async function walk(entry: FileSystemEntry): Promise<Found[]> {
  if (!isWanted(entry.name)) return [];
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ file, path: entry.fullPath.replace(/^\//, '') }];
  }
  if (!isFolder(entry)) return [];
  const found: Found[] = [];
  for (const inside of await listed(entry)) found.push(...(await walk(inside)));
  return found;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;

/** A folder is listed a hundred entries at a time, until there is none left. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}
