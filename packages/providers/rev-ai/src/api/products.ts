import { type ApiPath, path } from '@stt-webhooks/api-client'
import { invalidOption } from './invalid-option.ts'
import type { RevAiRegion } from './regions.ts'

/** The products of Rev AI that send webhooks, as events name them. */
export type RevAiProduct =
  | 'async'
  | 'human'
  | 'sentiment-analysis'
  | 'topic-extraction'
  | 'language-id'
  | 'alignment'
  | 'custom-vocabulary'

/** Where the API keeps the jobs of a product: `/{api}/v1/{collection}`. */
export interface ApiRoot {
  readonly api: string
  /** The list of vocabularies has no second page. */
  readonly collection: 'jobs' | 'vocabularies'
  /** What `type` its jobs have. Missing where there are several. */
  readonly type?: string
}

const transcription: ApiRoot = { api: 'speechtotext', collection: 'jobs' }

export const apiRoots: Readonly<Record<RevAiProduct, ApiRoot>> = {
  async: transcription,
  human: transcription,
  'sentiment-analysis': { api: 'sentiment_analysis', collection: 'jobs', type: 'sentiment_analysis' },
  'topic-extraction': { api: 'topic_extraction', collection: 'jobs', type: 'topic_extraction' },
  'language-id': { api: 'languageid', collection: 'jobs', type: 'language_id' },
  alignment: { api: 'alignment', collection: 'jobs', type: 'alignment' },
  'custom-vocabulary': { api: 'speechtotext', collection: 'vocabularies' },
}

export function isProduct(name: string): name is RevAiProduct {
  return Object.hasOwn(apiRoots, name)
}

export function pathOfList({ api, collection }: ApiRoot): ApiPath {
  return path`/${api}/v1/${collection}`
}

export function pathOfJob({ api, collection }: ApiRoot, id: string): ApiPath {
  return path`/${api}/v1/${collection}/${id}`
}

/**
 * The roots that are listed, each once.
 * @see https://docs.rev.ai/resources/tutorials/eu-api/ (only asynchronous transcription by machine; the others answer 404)
 * @throws WebhookError `invalid_option`
 */
export function listedRoots(
  region: RevAiRegion,
  products: readonly string[] = region === 'eu' ? ['async'] : Object.keys(apiRoots),
): readonly ApiRoot[] {
  const known = products.filter(isProduct)
  if (known.length === 0 || known.length < products.length) {
    throw invalidOption(
      `\`products\` must name at least one, and none but ${Object.keys(apiRoots).join(', ')}. Leave it out to have all listed.`,
    )
  }
  return [...new Set(known.map((product) => apiRoots[product]))]
}
