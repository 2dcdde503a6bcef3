import { usePanels } from '@/api/panels';
import { certaintyOf } from '@/blood/certainty';
import { ClassSwatch } from '@/blood/class-swatch';
import { LeadingClass } from '@/blood/leading-class';
import { uploadWords } from '@/words/upload';
import type { QueuedFile } from './queue';

const words = uploadWords.states;

/** How far a file is: on its way, taken in, read by the model. */
export function FileState({ file }: { file: QueuedFile }) {
  switch (file.state) {
    case 'waiting':
      return <Dim>{file.losses > 0 ? words.again : words.waiting}</Dim>;
    case 'sending':
      return <Sending file={file} />;
    case 'refused':
      return <span className="text-overdue">{words.refused}</span>;
    case 'failed':
      return <span className="text-overdue">{words.failed}</span>;
    case 'duplicate':
      return file.image ? (
        <Answer file={file} before={words.duplicate} />
      ) : (
        <Dim>{words.duplicate}</Dim>
      );
    case 'stored':
      return <Answer file={file} />;
  }
}

const Dim = ({ children }: { children: string }) => <span className="text-ink-3">{children}</span>;

function Sending({ file }: { file: QueuedFile }) {
  const share = Math.min(100, Math.round((100 * file.sent) / Math.max(1, file.size)));
  return (
    <span className="flex items-center gap-2.5">
      <span
        aria-hidden="true"
        className="block h-2 w-[180px] flex-none rounded-[2px] bg-sunk max-wide:w-20"
      >
        <i className="block h-2 rounded-[2px] bg-accent" style={{ width: `${share}%` }} />
      </span>
      <Dim>{share === 100 ? words.checking : words.percent(share)}</Dim>
    </span>
  );
}

/** What the model said of it, in the ink of its certainty. */
function Answer({ file, before }: { file: QueuedFile; before?: string }) {
  const { image, target } = file;
  const panel = usePanels().get(image?.panel ?? target.panel);
  const prediction = image?.predictions.at(-1);
  const lead = before ? `${before}. ` : '';
  if (!prediction) {
    if (image?.prediction_problem) return <Dim>{lead + words.notRead}</Dim>;
    return <Dim>{before ?? (panel?.active_model ? words.reading : words.uploaded)}</Dim>;
  }
  const label = panel?.labels.find(({ id }) => id === prediction.label);
  const ink = certaintyOf(prediction);
  if (ink === 'sure' && !before)
    return <LeadingClass panel={target.panel} prediction={prediction} />;
  const name = label?.name ?? prediction.label;
  const said = { sure: name, unsure: words.unsure(name), outside: words.outside }[ink];
  return (
    <span className="inline-flex items-center gap-2">
      <ClassSwatch code={label?.code} ink={ink} />
      {lead + said}
    </span>
  );
}
