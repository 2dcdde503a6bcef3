import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

/** Writes each file once more as brotli and as gzip where that is smaller, so that the server never compresses. */
export function precompressed(): Plugin {
  return {
    name: 'precompressed',
    apply: 'build',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        for (const [fileName, file] of Object.entries(bundle)) {
          if (!/\.(html|js|css|svg)$/.test(fileName)) continue;
          const plain = Buffer.from(file.type === 'chunk' ? file.code : file.source);
          const forms = { br: brotliCompressSync(plain), gz: gzipSync(plain, { level: 9 }) };
          for (const [ending, source] of Object.entries(forms)) {
            if (source.length >= plain.length) continue;
            this.emitFile({ type: 'asset', fileName: `${fileName}.${ending}`, source });
          }
        }
      },
    },
  };
}
