import { useEffect } from 'react';
import { caseQuery } from '@/api/cases';
import { type Image, imageQuery } from '@/api/images';
import { patientQuery } from '@/api/patients';
import { queries } from '@/api/queries';
import { forgetAll, readAhead } from './viewer/ahead';
import { partsIn } from './viewer/at-once';
import { pyramidOf } from './viewer/tiles';
import type { Viewer } from './viewer/use-viewer';

/** In the order in which they are likely to be wanted. */
const STEPS = [1, -1, 2, 3, -2];
/** Of so many, what is known of them is read as well. */
const KNOWN = 3;

/** Reads what is known of an image; and whose it is, so that it comes with its identifiers also from another case. */
function readOf(known: string): void {
  const [image = '', one = '', patient = ''] = known.split('/');
  const staleTime = Number.POSITIVE_INFINITY;
  void queries.prefetchQuery(imageQuery(image));
  void queries.prefetchQuery({ ...caseQuery(one), staleTime });
  void queries.prefetchQuery({ ...patientQuery(patient), staleTime });
}

/** Reads and decodes the images before and after the one that is on screen, as the viewer will draw them. */
export function useAhead(items: readonly Image[], shown: string | null, viewer: Viewer | null) {
  const at = shown === null ? -1 : items.findIndex((one) => one.id === shown);
  const near =
    at < 0 ? [] : STEPS.map((step) => items[at + step]).filter((one) => one !== undefined);
  const parts = viewer ? near.flatMap((one) => partsIn(viewer, pyramidOf(one))) : [];
  const wanted = parts.map(({ url }) => url).join(' ');
  useEffect(() => {
    if (!wanted) return;
    const stop = new AbortController();
    void readAhead(wanted.split(' '), stop.signal);
    return () => stop.abort();
  }, [wanted]);
  const known = near
    .slice(0, KNOWN)
    .map(({ id, case_id, patient_id }) => `${id}/${case_id}/${patient_id}`)
    .join(' ');
  useEffect(() => {
    for (const one of known.split(' ').filter(Boolean)) readOf(one);
  }, [known]);
  useEffect(() => forgetAll, []);
}
