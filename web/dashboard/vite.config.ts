import { fileURLToPath } from 'node:url';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { firstLoad } from './first-load.ts';
import { noStyleElement } from './no-style-element.ts';
import { precompressed } from './precompressed.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const server = process.env.HEMACLASSIFY_SERVER ?? 'http://127.0.0.1:8080';

export default defineConfig({
  plugins: [react(), tailwindcss(), noStyleElement(), firstLoad(), precompressed()],
  resolve: {
    alias: {
      '@': at('./src'),
      // The page itself never scrolls, and the usual lock writes a style tag, which our policy forbids.
      'react-remove-scroll': at('./src/ui/no-scroll-lock.tsx'),
    },
  },
  build: {
    // The server keeps `/assets` for its own pages.
    assetsDir: 'dashboard/assets',
    // The content policy allows files of ours only, no data: addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
  },
  server: {
    host: '127.0.0.1',
    // The server compares Origin with Host, so that the browser's own host is passed on.
    proxy: { '/api': { target: server, changeOrigin: false }, '/assets': { target: server } },
  },
  test: { include: ['*.test.ts', 'src/**/*.test.ts', 'src/**/*.test.tsx'] },
});
