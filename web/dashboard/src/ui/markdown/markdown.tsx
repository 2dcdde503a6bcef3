import { useMemo } from 'react';
import { type Block, blocksOf, type Span } from './parse';

/** A text in Markdown. Nothing in it is run: what is no known sign stands as it is written. */
export function Markdown({ text }: { text: string }) {
  const blocks = useMemo(() => blocksOf(text), [text]);
  return (
    <div className="flex flex-col gap-3">
      {blocks.map((block, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text's blocks are known by their place.
        <Part key={place} block={block} />
      ))}
    </div>
  );
}

function Part({ block }: { block: Block }) {
  switch (block.kind) {
    case 'heading':
      return block.level <= 2 ? (
        <h2 className="pt-1 text-id">
          <Line spans={block.spans} />
        </h2>
      ) : (
        <h3 className="pt-1">
          <Line spans={block.spans} />
        </h3>
      );
    case 'paragraph':
      return (
        <p>
          <Line spans={block.spans} />
        </p>
      );
    case 'code':
      return (
        <pre className="overflow-auto rounded-box bg-sunk p-2.5 font-mono text-raw">
          {block.text}
        </pre>
      );
    case 'list': {
      const items = block.items.map((spans, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a list's items are known by their place.
        <li key={place}>
          <Line spans={spans} />
        </li>
      ));
      return block.ordered ? (
        <ol className="list-decimal pl-5">{items}</ol>
      ) : (
        <ul className="list-disc pl-5">{items}</ul>
      );
    }
    case 'table':
      return <Table head={block.head} rows={block.rows} />;
  }
}

/* biome-ignore-start lint/suspicious/noArrayIndexKey: rows and cells are known by their place. */
function Table({ head, rows }: { head: Span[][]; rows: Span[][][] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard too.
    <section className="overflow-x-auto" tabIndex={0} aria-label="Table">
      <table className="text-small">
        <thead>
          <tr>
            {head.map((spans, place) => (
              <th
                key={place}
                className="border-b border-line px-2 py-1 text-left font-medium text-ink-3"
              >
                <Line spans={spans} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, place) => (
            <tr key={place}>
              {row.map((spans, at) => (
                <td key={at} className="border-b border-line px-2 py-1 align-top">
                  <Line spans={spans} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Line({ spans }: { spans: Span[] }) {
  return spans.map((span, place) => <Piece key={place} span={span} />);
}
/* biome-ignore-end lint/suspicious/noArrayIndexKey: rows and cells are known by their place. */

function Piece({ span: { kind, text, href } }: { span: Span }) {
  if (kind === 'strong') return <b className="font-semibold">{text}</b>;
  if (kind === 'em') return <em>{text}</em>;
  if (kind === 'code') return <code className="font-mono text-raw">{text}</code>;
  if (kind === 'link')
    return (
      <a href={href} target="_blank" rel="noreferrer">
        {text}
      </a>
    );
  return text;
}
