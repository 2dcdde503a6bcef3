import { memo, type Ref } from 'react';
import { thumbnailOf } from '@/api/images';
import { ClassSwatch } from '@/blood/class-swatch';
import { cx } from '@/ui/cx';
import { Icon } from '@/ui/icon';
import { caseWords } from '@/words/case';
import { type Cell, isOpen } from './groups';

const words = caseWords.cell;

interface CellViewProps {
  ref: Ref<HTMLDivElement>;
  cell: Cell;
  /** What its group is called. */
  name: string;
  code: string | undefined;
  size: number;
  /** A single cell is drawn a little larger than its picture: the cell stands in the middle. */
  close: boolean;
  column: number;
  selected: boolean;
  reachable: boolean;
  draggable: boolean;
  onLoaded: (element: Element | null) => void;
}

/** One image of the gallery. */
export const CellView = memo(function CellView(props: CellViewProps) {
  const { cell, size, selected } = props;
  const { image } = cell;
  const outside = isOpen(cell) && cell.certainty === 'outside';
  const unsure = isOpen(cell) && cell.certainty === 'unsure';
  return (
    <div
      ref={props.ref}
      role="gridcell"
      data-image={cell.id}
      data-group={cell.group}
      aria-colindex={props.column + 1}
      aria-selected={selected}
      aria-label={nameOf(cell, props.name)}
      title={image.file_name}
      tabIndex={props.reachable ? 0 : -1}
      draggable={props.draggable}
      style={{ width: size, height: size }}
      className={cx(
        'relative flex-none overflow-hidden rounded-box bg-stage',
        selected && 'outline-2 -outline-offset-1 outline-accent',
        outside && !selected && 'outline-[1.5px] outline-offset-1 outline-outside outline-dashed',
      )}
    >
      {image.renditions && (
        <img
          src={thumbnailOf(cell.id)}
          alt=""
          draggable={false}
          decoding="async"
          onLoad={({ currentTarget }) => props.onLoaded(currentTarget.parentElement)}
          className={cx(
            'size-full object-cover',
            props.close && 'scale-[1.28]',
            selected && 'opacity-90',
          )}
        />
      )}
      {(unsure || outside) && size >= 60 && (
        <span className="absolute bottom-[3px] left-[3px] flex items-center gap-1 rounded-tag bg-glass px-1 text-[10.5px] leading-[15px] font-medium text-ink">
          <ClassSwatch code={props.code} ink={outside ? 'outside' : 'unsure'} size={8} />
          {outside ? words.outside : words.unsure}
        </span>
      )}
      {!isOpen(cell) && (
        <span className="absolute top-[3px] right-[3px] grid size-[17px] place-items-center rounded-full bg-verified text-panel">
          <Icon name="tick" size={12} />
        </span>
      )}
      <Warnings cell={cell} />
    </div>
  );
});

/** A suspected critical finding, or a picture that may be another patient's. */
function Warnings({ cell: { image } }: { cell: Cell }) {
  if (!image.suspected && !image.mix_up_suspected) return null;
  return (
    <span
      className={cx(
        'absolute top-[3px] left-[3px] grid size-[17px] place-items-center rounded-tag bg-glass',
        image.suspected ? 'text-critical' : 'text-overdue',
      )}
    >
      <Icon name="triangle" size={13} />
    </span>
  );
}

function nameOf(cell: Cell, group: string): string {
  const said = [words.name(cell.image.file_name, group)];
  if (!isOpen(cell)) said.push(words.confirmed);
  else if (cell.certainty === 'unsure') said.push(words.unsure);
  if (cell.image.suspected) said.push(words.suspected);
  if (cell.image.mix_up_suspected) said.push(words.mixUp);
  if (cell.image.prediction_problem) said.push(words.problem);
  return said.join(', ');
}
