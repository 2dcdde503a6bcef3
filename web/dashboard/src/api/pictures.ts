/** Where the pictures of an image are. */
export const thumbnailOf = (id: string) => `/api/v1/images/${id}/thumbnail`;
export const previewOf = (id: string) => `/api/v1/images/${id}/preview`;
export const contentOf = (id: string) => `/api/v1/images/${id}/content`;
export const tileOf = (id: string, level: number, x: number, y: number) =>
  `/api/v1/images/${id}/tiles/${level}/${x}_${y}`;
