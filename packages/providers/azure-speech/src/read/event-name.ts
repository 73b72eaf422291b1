import type { Delivery, Phase } from '@stt-webhooks/core/provider'

/** Where versions from v3.0 on name the event, and nowhere else. */
export const eventHeader = 'x-microsoftspeechservices-event'

/**
 * Which event it is: only this header tells. In lower case, because the documentation writes `transcriptionCompletion` and the
 * receivers that run against the service compare `TranscriptionCompletion`.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/create
 */
export function eventNameOf(delivery: Delivery): string | undefined {
  const name = delivery.header(eventHeader)?.toLowerCase()
  return name === '' ? undefined : name
}

export type NoticeProduct = 'dataset' | 'model' | 'evaluation' | 'transcription' | 'endpoint'

const noticeProducts: readonly NoticeProduct[] = [
  'dataset',
  'model',
  'evaluation',
  'transcription',
  'endpoint',
]

const noticePhases: Readonly<Record<string, Phase>> = {
  creation: 'created',
  processing: 'processing',
  completion: 'ended',
  deletion: 'deleted',
}

export interface NoticeKind {
  readonly product: NoticeProduct
  readonly phase: Phase
}

const noticeKinds: ReadonlyMap<string, NoticeKind> = new Map(
  noticeProducts.flatMap((product) =>
    Object.entries(noticePhases).map(([action, phase]) => [product + action, { product, phase }]),
  ),
)

/** What a name of v3.0 or later is about; undefined for any other. */
export function noticeKindOf(name: string): NoticeKind | undefined {
  return noticeKinds.get(name)
}

export type EntityProduct = NoticeProduct | 'endpoint-data'

const entityProducts: ReadonlyMap<string, EntityProduct> = new Map([
  ['transcriptioncompletion', 'transcription'],
  ['dataimportcompletion', 'dataset'],
  ['modeladaptationcompletion', 'model'],
  ['accuracytestcompletion', 'evaluation'],
  ['endpointdeploymentcompletion', 'endpoint'],
  ['endpointdatacollectioncompletion', 'endpoint-data'],
])

/** What a name of v2.1 is about; undefined for any other. */
export function entityProductOf(name: string): EntityProduct | undefined {
  return entityProducts.get(name)
}
