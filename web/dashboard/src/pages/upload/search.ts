export interface UploadSearch {
  /** The case that the files are for. */
  case?: string;
}

/** What the address may say. */
export function uploadSearch(search: Record<string, unknown>): UploadSearch {
  return { case: typeof search.case === 'string' && search.case ? search.case : undefined };
}
