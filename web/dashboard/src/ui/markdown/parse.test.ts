import { expect, test } from 'vitest';
import { blocksOf, spansOf } from './parse';

test('lines that go on belong together, lists and tables end where they end', () => {
  const card = `# Name

**For research use only.** Learned from
healthy donors.
- one
  goes on
- two

| class | right |
| --- | ---: |
| neutrophil | 97 of 100 |

\`\`\`
raw *text*
\`\`\``;
  expect(blocksOf(card).map(({ kind }) => kind)).toEqual([
    'heading',
    'paragraph',
    'list',
    'table',
    'code',
  ]);
  expect(blocksOf(card)[2]).toMatchObject({
    items: [[{ text: 'one goes on' }], [{ text: 'two' }]],
  });
  expect(blocksOf(card)[3]).toMatchObject({
    rows: [[[{ text: 'neutrophil' }], [{ text: '97 of 100' }]]],
  });
});

test('parts of a line; only links to the web are links', () => {
  expect(spansOf('a **b** `c` [d](https://e.org) [f](javascript:g)')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'strong', text: 'b' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'c' },
    { kind: 'text', text: ' ' },
    { kind: 'link', text: 'd', href: 'https://e.org' },
    { kind: 'text', text: ' [f](javascript:g)' },
  ]);
});
