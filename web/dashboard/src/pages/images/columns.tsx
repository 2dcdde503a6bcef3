import type { Image, ListedImage } from '@/api/images';
import { usePanels } from '@/api/panels';
import { certaintyOf } from '@/blood/certainty';
import { CertaintyWord } from '@/blood/certainty-word';
import { ClassSwatch } from '@/blood/class-swatch';
import { ImageIdentity } from '@/blood/image-identity';
import { LeadingClass } from '@/blood/leading-class';
import { Thumbnail } from '@/blood/thumbnail';
import type { Column } from '@/ui/data-table';
import { Tag } from '@/ui/tag';
import { blood } from '@/words/blood';
import { imageListWords as words } from '@/words/images';
import { when } from '@/words/time';

const latest = (image: Image) => image.predictions.at(-1);

function State({ image }: { image: Image }) {
  if (image.status === 'verified')
    return (
      <Tag tone="verified" icon="tick">
        {words.verified}
      </Tag>
    );
  return (
    <span className="text-small text-ink-2">
      {image.status === 'voided' ? words.voided : words.waiting}
    </span>
  );
}

/** The readers' verdict by its name, with its class's colour where it is one of the panel's. */
function Verdict({ image }: { image: Image }) {
  const panel = usePanels().get(image.panel);
  if (!image.verdict) return null;
  const label = panel?.labels.find(({ id }) => id === image.verdict?.label);
  return (
    <span className="inline-flex items-center gap-2">
      <ClassSwatch code={label?.code} />
      {label?.name ?? blood.verdicts[image.verdict.label] ?? image.verdict.label}
    </span>
  );
}

function PanelName({ id }: { id: string }) {
  return <span className="text-ink-2">{usePanels().get(id)?.title ?? id}</span>;
}

function Leading({ image }: { image: Image }) {
  const prediction = latest(image);
  if (image.blind) return <span className="text-ink-3">{blood.blind.short}</span>;
  return prediction && <LeadingClass panel={image.panel} prediction={prediction} />;
}

const ofOne: readonly Column<Image>[] = [
  {
    id: 'state',
    header: words.columns.state,
    width: 96,
    cell: (image) => <State image={image} />,
  },
  {
    id: 'thumbnail',
    header: words.columns.thumbnail,
    quiet: true,
    width: 50,
    cell: ({ id, renditions }) => <Thumbnail id={renditions ? id : undefined} />,
  },
  {
    id: 'file',
    header: words.columns.file,
    sort: 'file_name',
    cell: ({ file_name }) => <span title={file_name}>{file_name}</span>,
  },
  {
    id: 'panel',
    header: words.columns.panel,
    width: 132,
    wideOnly: true,
    cell: ({ panel }) => <PanelName id={panel} />,
  },
  {
    id: 'leading',
    header: words.columns.leading,
    width: 196,
    cell: (image) => <Leading image={image} />,
  },
  {
    id: 'certainty',
    header: words.columns.certainty,
    sort: 'uncertainty',
    width: 92,
    wideOnly: true,
    cell: (image) => {
      const prediction = latest(image);
      return prediction && <CertaintyWord certainty={certaintyOf(prediction)} />;
    },
  },
  {
    id: 'verdict',
    header: words.columns.verdict,
    width: 168,
    cell: (image) => <Verdict image={image} />,
  },
  {
    id: 'uploaded',
    header: words.columns.uploaded,
    sort: 'uploaded_at',
    width: 124,
    numeric: true,
    wideOnly: true,
    cell: ({ uploaded_at }) => <span className="text-ink-3">{when(uploaded_at)}</span>,
  },
];

const identity: Column<ListedImage> = {
  id: 'identity',
  header: words.columns.identity,
  width: 190,
  cell: (image) => <ImageIdentity image={image} />,
};

/** Of one patient, whose number stands above, or of all, with whose each is. */
export const columnsOfPatient: readonly Column<ListedImage>[] = ofOne;
export const columnsOfAll: readonly Column<ListedImage>[] = [
  ...ofOne.slice(0, 2),
  identity,
  ...ofOne.slice(2),
];

/** An image where the screen is a phone's: whose it is stands first, where that does not stand above. */
export function Card({ image, whose }: { image: ListedImage; whose: boolean }) {
  return (
    <div className="flex items-center gap-3">
      <Thumbnail id={image.renditions ? image.id : undefined} size={42} />
      <div className="min-w-0 grow">
        {whose ? (
          <ImageIdentity image={image} />
        ) : (
          <div className="truncate">{image.file_name}</div>
        )}
        {image.verdict ? <Verdict image={image} /> : <Leading image={image} />}
      </div>
      <State image={image} />
    </div>
  );
}
