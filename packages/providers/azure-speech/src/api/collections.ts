import type { NoticeProduct } from '../read/event-name.ts'

/** Where the API has the things that notices are about. */
const collections: Readonly<Record<NoticeProduct, string>> = {
  transcription: 'transcriptions',
  dataset: 'datasets',
  model: 'models',
  evaluation: 'evaluations',
  endpoint: 'endpoints',
}

export function collectionOf(product: NoticeProduct): string {
  return collections[product]
}

export function isNoticeProduct(product: string): product is NoticeProduct {
  return Object.hasOwn(collections, product)
}
