import { png } from './png.ts';

export type Colour = readonly [number, number, number];

/** A round thing with a wavy outline. */
export interface Blob {
  x: number;
  y: number;
  radius: number;
  /** Shifts the outline's waves. */
  phase: number;
}

/** The same numbers for the same seed. */
export function chance(seed: number): () => number {
  let state = (Math.imul(seed, 0x9e3779b1) ^ 0x5bd1e995) >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const smooth = (from: number, to: number, at: number) => {
  const t = Math.min(1, Math.max(0, (at - from) / (to - from)));
  return t * t * (3 - 2 * t);
};

/** What light leaves after stained things: layers multiply, as in the microscope. */
export class Canvas {
  private readonly light: Float32Array;

  constructor(
    readonly width: number,
    readonly height: number,
    ground: Colour,
  ) {
    this.light = new Float32Array(width * height * 3);
    for (let at = 0; at < this.light.length; at++) this.light[at] = ground[at % 3] ?? 0;
  }

  /** Stains a blob; `depth` says how much at a share of the radius. */
  stain(blob: Blob, colour: Colour, depth: (share: number) => number): void {
    this.within(blob, (at, share) => {
      const cover = depth(share) * (1 - smooth(0.96, 1.04, share));
      for (let part = 0; part < 3; part++) {
        const through = 1 - cover * (1 - (colour[part] ?? 0) / 255);
        this.light[at + part] = (this.light[at + part] ?? 0) * through;
      }
    });
  }

  /** Fills a blob, hiding what is under it. */
  cover(blob: Blob, colour: Colour): void {
    this.within(blob, (at, share) => {
      const cover = 1 - smooth(0.95, 1.05, share);
      for (let part = 0; part < 3; part++) {
        const under = this.light[at + part] ?? 0;
        this.light[at + part] = under + ((colour[part] ?? 0) - under) * cover;
      }
    });
  }

  /** With the sensor's grain. */
  png(seed: number): Buffer {
    const next = chance(seed);
    const rgb = new Uint8Array(this.light.length);
    for (let at = 0; at < rgb.length; at += 3) {
      const grain = next() * 10 - 5;
      for (let part = at; part < at + 3; part++)
        rgb[part] = Math.min(255, Math.max(0, (this.light[part] ?? 0) + grain));
    }
    return png(this.width, this.height, rgb);
  }

  /** Each pixel near a blob: where it is kept, and at which share of the radius it lies. */
  private within(blob: Blob, paint: (at: number, share: number) => void): void {
    const reach = blob.radius * 1.15;
    const from = (at: number) => Math.max(0, Math.floor(at - reach));
    const to = (at: number, most: number) => Math.min(most, Math.ceil(at + reach));
    for (let y = from(blob.y); y < to(blob.y, this.height); y++)
      for (let x = from(blob.x); x < to(blob.x, this.width); x++)
        paint((y * this.width + x) * 3, shareOfRadius(blob, x, y));
  }
}

function shareOfRadius({ x, y, radius, phase }: Blob, atX: number, atY: number): number {
  const angle = Math.atan2(atY - y, atX - x);
  const wave = 1 + 0.035 * Math.sin(3 * angle + phase) + 0.02 * Math.sin(5 * angle - 2 * phase);
  return Math.hypot(atX - x, atY - y) / (radius * wave);
}
