import { useState } from 'react';
import type { Optics } from '@/api/upload';

/** How images are taken at this station; the same from day to day. */
export interface Setting extends Required<Optics> {
  panel: string;
}

const KEY = 'hema.upload.setting';
const NONE: Setting = { panel: '', objective: '', microns_per_pixel: '', scanner: '' };

export function useSetting(): [Setting, (change: Partial<Setting>) => void] {
  const [setting, setSetting] = useState(kept);
  const change = (change: Partial<Setting>) => {
    const next = { ...setting, ...change };
    localStorage.setItem(KEY, JSON.stringify(next));
    setSetting(next);
  };
  return [setting, change];
}

function kept(): Setting {
  try {
    return { ...NONE, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') };
  } catch {
    return NONE;
  }
}

/** Whether a scale can be one: nothing, or a number above 0. */
export function isScale(text: string): boolean {
  if (text.trim() === '') return true;
  const number = Number(text.replace(',', '.'));
  return number > 0 && number <= 1000;
}

/** As the interface takes it: only what was filled in, with a decimal point. */
export function opticsOf({ objective, microns_per_pixel, scanner }: Setting): Optics {
  return {
    objective: objective.trim(),
    microns_per_pixel: microns_per_pixel.trim().replace(',', '.'),
    scanner: scanner.trim(),
  };
}
