import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** What a person who signs in waits for: the page, and the list that the day begins with. In bytes of gzip. */
const MOST = 200_000;
const ADDRESS = 'pages/worklist/page.tsx';

interface Chunk {
  type: 'chunk';
  fileName: string;
  code: string;
  isEntry: boolean;
  facadeModuleId: string | null;
  imports: string[];
}
interface Asset {
  type: 'asset';
  fileName: string;
  source: string | Uint8Array;
}
export type Made = Record<string, Chunk | Asset>;

/** The files that a browser reads before the worklist is drawn: with their imports, without what is imported later. */
export function readFirst(made: Made): string[] {
  const first = new Set<string>();
  const read = (name: string) => {
    const file = made[name];
    if (!file || first.has(name)) return;
    first.add(name);
    if (file.type === 'chunk') file.imports.forEach(read);
  };
  for (const file of Object.values(made)) {
    const begins =
      file.type === 'chunk'
        ? file.isEntry || file.facadeModuleId?.endsWith(ADDRESS)
        : /\.(css|html)$/.test(file.fileName);
    if (begins) read(file.fileName);
  }
  return [...first];
}

/** How many bytes they are, as they go over the line. */
export function weigh(made: Made, names: readonly string[]): number {
  const contents = names.map((name) => {
    const file = made[name];
    return file?.type === 'chunk' ? file.code : (file?.source ?? '');
  });
  return contents.reduce((sum, content) => sum + gzipSync(content, { level: 9 }).length, 0);
}

/** Fails a build whose first page has become too heavy: what is not needed to draw it belongs behind an `import()`. */
export function firstLoad(): Plugin {
  return {
    name: 'first-load',
    apply: 'build',
    generateBundle(_, bundle) {
      const made = bundle as unknown as Made;
      const names = readFirst(made);
      if (
        !Object.values(made).some(
          (file) => 'facadeModuleId' in file && file.facadeModuleId?.endsWith(ADDRESS),
        )
      )
        this.error(`No file of the build begins with ${ADDRESS}.`);
      const bytes = weigh(made, names);
      const said = `The first page is ${bytes} bytes of gzip in ${names.length} files; ${MOST} are the most.`;
      if (bytes > MOST) this.error(said);
      this.info(said);
    },
  };
}
