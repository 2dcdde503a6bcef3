import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { type Made, readFirst, weigh } from './first-load';

const chunk = (fileName: string, imports: string[] = [], begins?: 'entry' | string) => ({
  type: 'chunk' as const,
  fileName,
  code: `/* ${fileName} */`,
  isEntry: begins === 'entry',
  facadeModuleId: begins ?? null,
  imports,
});
const asset = (fileName: string) => ({ type: 'asset' as const, fileName, source: fileName });
const made: Made = Object.fromEntries(
  [
    chunk('index.js', ['react.js'], 'entry'),
    chunk('react.js'),
    chunk('worklist.js', ['table.js', 'react.js'], '/page/src/pages/worklist/page.tsx'),
    chunk('table.js', ['virtual.js']),
    chunk('virtual.js', ['table.js']),
    chunk('review.js', ['viewer.js'], '/page/src/pages/review/page.tsx'),
    chunk('viewer.js'),
    asset('index.css'),
    asset('index.html'),
    asset('icon.svg'),
  ].map((file) => [file.fileName, file]),
);

test('the page, its style and the worklist are read first, with all that they import', () => {
  expect(readFirst(made).toSorted()).toEqual([
    'index.css',
    'index.html',
    'index.js',
    'react.js',
    'table.js',
    'virtual.js',
    'worklist.js',
  ]);
});

test('their weight is that of each of them, pressed', () => {
  const alone = (text: string) => gzipSync(text, { level: 9 }).length;
  expect(weigh(made, ['react.js', 'index.css'])).toBe(alone('/* react.js */') + alone('index.css'));
});
