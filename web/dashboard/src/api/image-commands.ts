import { api, got, ifMatch } from './client';
import type { Image } from './images';

/** Takes an image out of work; its history stays. */
export const voidImage = (image: Image, reason: string) =>
  got(
    api.DELETE('/api/v1/images/{id}', {
      params: { path: { id: image.id }, header: ifMatch(image.case_revision) },
      body: { reason: reason || undefined },
    }),
  );

/** Gives an image to the case it is of. At another patient it is a new image, to be read anew. */
export const reassignImage = (
  image: Image,
  { patientId, caseId }: { patientId: string; caseId: string },
  reason: string,
) =>
  got(
    api.POST('/api/v1/images/{id}/reassign', {
      params: { path: { id: image.id }, header: ifMatch(image.case_revision) },
      body: { patient: patientId, case: caseId, reason },
    }),
  );
