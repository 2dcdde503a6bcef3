import { cx } from './cx';

/** Line drawings on a grid of 16, 1.5 wide. */
const DRAWINGS = {
  worklist: 'M3 4h10M3 8h10M3 12h6',
  case: 'M2.5 5.5h11v7h-11zM5.5 5.5v-2h5v2',
  upload: 'M8 10.5v-7M5 6l3-3 3 3M3 10.5v2h10v-2',
  download: 'M8 3v7M5 7.5l3 3 3-3M3 10.5v2h10v-2',
  overview: 'M3 13V8M6.5 13V4M10 13V9.5M13.5 13V6',
  model: 'M8 2.5 13 5v6l-5 2.5L3 11V5zM3 5l5 2.5L13 5M8 7.5v6',
  panel: 'M3 3.5h10v9H3zM3 6.5h10M6.5 6.5v6',
  operations: 'M2 8h3l1.7-4 2.6 8L11 8h3',
  people:
    'M6 7.5a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4zM2 13c.3-2.4 1.9-3.6 4-3.6s3.7 1.2 4 3.6M10.5 3.4a2 2 0 0 1 0 3.9M11.7 9.7c1.3.5 2.1 1.6 2.3 3.3',
  person: 'M8 7.8a2.6 2.6 0 1 0 0-5.2 2.6 2.6 0 0 0 0 5.2zM3 13.5c.4-2.7 2.3-4 5-4s4.600 1.300 5 4',
  audit:
    'M8 2.5l5 1.800v3.500c0 3-2.100 4.900-5 5.900-2.900-1-5-2.900-5-5.900V4.300zM5.800 8l1.600 1.600 2.900-3',
  lock: 'M4 7.5h8V13H4zM5.700 7.500V5.300a2.300 2.300 0 0 1 4.600 0v2.200',
  search: 'M7 11.5a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM10.300 10.300l3.200 3.200',
  down: 'M4.500 6.500 8 10l3.500-3.500',
  up: 'M4.500 9.500 8 6l3.500 3.500',
  left: 'M9.500 4.500 6 8l3.500 3.500',
  right: 'M6.500 4.500 10 8l-3.500 3.500',
  tick: 'M3 8.500l3.200 3.200L13 4.800',
  triangle: 'M8 2.500 14 13H2zM8 6.500v3M8 11.200v.1',
  clock: 'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM8 5v3l2 1.500',
  plus: 'M8 3.500v9M3.500 8h9',
  minus: 'M3.500 8h9',
  close: 'M4 4l8 8M12 4l-8 8',
  more: 'M3.500 8v.1M8 8v.1M12.500 8v.1',
  fit: 'M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3',
  fullScreen: 'M9.500 3h3.500v3.500M13 3 9 7M6.500 13H3V9.500M3 13l4-4',
  compare: 'M2.500 3.500h4.500v9H2.500zM9 3.500h4.500v9H9z',
  heat: 'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM8 10.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600zM8 8v.1',
  ruler: 'M2.500 10.500l8-8 3 3-8 8zM5 8l1.300 1.300M7 6l1.300 1.300M9 4l1.300 1.300',
  reticle:
    'M8 12.500a4.500 4.500 0 1 0 0-9 4.500 4.500 0 0 0 0 9zM8 1.500v3M8 11.500v3M1.500 8h3M11.500 8h3',
  eye: 'M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM2 8c1.500-2.700 3.600-4 6-4s4.500 1.300 6 4c-1.500 2.700-3.600 4-6 4s-4.500-1.300-6-4z',
  brightness:
    'M8 10.700a2.700 2.700 0 1 0 0-5.400 2.700 2.700 0 0 0 0 5.400zM8 1.800v1.400M8 12.800v1.400M1.800 8h1.400M12.800 8h1.400M3.600 3.600l1 1M11.400 11.400l1 1M12.400 3.600l-1 1M4.600 11.400l-1 1',
  contrast:
    'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM8 2.500v11M10 3.600v8.800M12 5.200v5.600',
  rotate: 'M12.800 8A4.800 4.800 0 1 1 11 4.200M11.300 1.800v2.700H8.600',
  undo: 'M3.200 8A4.800 4.800 0 1 0 5 4.200M4.700 1.800v2.700h2.700',
  hatched:
    'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM4.500 12l7-8M3 10l5.500-7M7.500 13.300l5.800-7',
  pause: 'M5.500 3.500v9M10.500 3.500v9',
  play: 'M5 3.500v9l7.500-4.500z',
  filter: 'M3 4h10l-4 4.700V13l-2-1.200V8.700z',
  history: 'M3.200 8A4.800 4.800 0 1 0 5 4.200M4.700 1.800v2.700h2.700M8 5.500V8l1.800 1.200',
  signOut: 'M6.500 3H3v10h3.500M7 8h6.500M11 5.500 13.500 8 11 10.500',
  edit: 'M3 13l.7-3L10.500 3.200l2.300 2.300L6 12.300z',
  bin: 'M3 4.500h10M6 4.500v-2h4v2M4.500 4.500l.6 8.500h5.800l.6-8.500',
  offline:
    'M2.500 6.200C4 4.800 5.900 4 8 4s4 .8 5.500 2.200M4.700 8.700A4.700 4.700 0 0 1 8 7.400c1.300 0 2.400.5 3.300 1.300M8 11.500v.1M3 13 13 3',
  info: 'M8 13.500a5.500 5.500 0 1 0 0-11 5.500 5.500 0 0 0 0 11zM8 7.500v3.300M8 5.200v.1',
  pin: 'M8 13.500S3.500 9.800 3.500 6.700a4.500 4.500 0 0 1 9 0C12.500 9.800 8 13.500 8 13.500z',
} as const;

export type IconName = keyof typeof DRAWINGS;

/** A drawing beside a word. It never carries the meaning alone. */
export function Icon({
  name,
  size = 16,
  className,
}: {
  name: IconName;
  size?: number;
  className?: string;
}) {
  return (
    <svg
      viewBox="0 0 16 16"
      width={size}
      height={size}
      aria-hidden="true"
      className={cx('flex-none fill-none stroke-current', className)}
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      <path d={DRAWINGS[name]} />
    </svg>
  );
}

/** The product's mark: a cell and its nucleus. */
export function Mark({ size = 18 }: { size?: number }) {
  return (
    <svg
      viewBox="0 0 18 18"
      width={size}
      height={size}
      aria-hidden="true"
      className="flex-none text-accent"
    >
      <circle cx="9" cy="9" r="8" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <circle cx="9" cy="9" r="3.1" fill="currentColor" />
    </svg>
  );
}
