export interface ModelsSearch {
  /** The model that is looked at. */
  model?: string;
}

const DIGEST = /^[0-9a-f]{64}$/;

/** What the address may say; anything else is left out. */
export const modelsSearch = (search: Record<string, unknown>): ModelsSearch => ({
  model: typeof search.model === 'string' && DIGEST.test(search.model) ? search.model : undefined,
});
