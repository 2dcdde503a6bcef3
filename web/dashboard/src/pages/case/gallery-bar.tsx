import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Panel } from '@/api/panels';
import { ClassSwatch } from '@/blood/class-swatch';
import { paths } from '@/paths';
import { FilterBar } from '@/ui/bar';
import { buttonLook } from '@/ui/button';
import { cx } from '@/ui/cx';
import { FilterChip } from '@/ui/filter-chip';
import { Icon } from '@/ui/icon';
import { Kbd } from '@/ui/kbd';
import { Slider } from '@/ui/slider';
import { caseWords } from '@/words/case';
import { count } from '@/words/numbers';
import { nameOfGroup } from './group-head';
import { type Group, OUTSIDE } from './groups';
import type { CaseSearch } from './search';

const words = caseWords.gallery;
export const SMALLEST = 48;
export const LARGEST = 240;

interface GalleryBarProps {
  panels: readonly Panel[];
  panel: Panel;
  groups: readonly Group[];
  search: CaseSearch;
  onSearch: (change: Partial<CaseSearch>) => void;
  doubtful: number;
  open: number;
  size: number;
  onSize: (size: number) => void;
  /** The image that reading begins with. */
  first: string | undefined;
  children?: ReactNode;
}

/** What of the case is shown, how large, and the way to reading it one by one. */
export function GalleryBar(props: GalleryBarProps) {
  const { panels, panel, groups, search, onSearch, size, onSize } = props;
  return (
    <FilterBar>
      {panels.length > 1 && (
        <FilterChip
          label={words.panel}
          value={panel.id}
          options={panels.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(next) => onSearch({ panel: next, group: undefined })}
          any={panels[0]?.title ?? ''}
        />
      )}
      <FilterChip
        label={words.group}
        value={search.group}
        any={words.anyGroup}
        onChange={(group) => onSearch({ group })}
        options={groups.map((group) => ({
          value: group.id,
          label: nameOfGroup(group),
          before: (
            <ClassSwatch code={group.label?.code} ink={group.id === OUTSIDE ? 'outside' : 'sure'} />
          ),
        }))}
      />
      <LookChip
        name={words.doubtful}
        number={props.doubtful}
        on={search.look === 'unsure'}
        onChange={(on) => onSearch({ look: on ? 'unsure' : undefined })}
      />
      <LookChip
        name={words.open}
        number={props.open}
        on={search.look === 'open'}
        onChange={(on) => onSearch({ look: on ? 'open' : undefined })}
      />
      <span className="ml-auto flex items-center gap-2 text-ink-3 max-rail:hidden">
        <Icon name="minus" size={14} />
        <Slider
          label={words.size}
          value={size}
          min={SMALLEST}
          max={LARGEST}
          step={2}
          onChange={onSize}
          says={words.sizeSays(size)}
        />
        <Icon name="plus" size={14} />
      </span>
      {props.children}
      {props.first && (
        <Link to={paths.image(props.first)} className={buttonLook('primary')}>
          {props.open > 0 ? words.review : words.reviewAll} <Kbd keys="n" on />
        </Link>
      )}
    </FilterBar>
  );
}

interface LookChipProps {
  name: string;
  number: number;
  on: boolean;
  onChange: (on: boolean) => void;
}

const LookChip = ({ name, number, on, onChange }: LookChipProps) => (
  <button
    type="button"
    aria-pressed={on}
    onClick={() => onChange(!on)}
    className={cx(
      'inline-flex h-[26px] flex-none items-center gap-1.5 rounded-box border px-2 text-small whitespace-nowrap max-rail:h-11',
      on
        ? 'border-accent-line bg-accent-soft text-accent'
        : 'border-line-strong text-ink-2 hover:bg-hover',
    )}
  >
    {name} <b className="font-semibold">{count(number)}</b>
  </button>
);
