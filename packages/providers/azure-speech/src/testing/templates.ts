import type { Template } from '@stt-webhooks/testing'

/** The job of the API's examples. */
export const exampleId = 'ba7ea6f5-3065-40b7-b49a-a90f48584683'
const invocationId = '5b5c3a52-0f0c-4f0e-b6a9-0a7a4d3c2f11'
const service = 'https://westus.api.cognitive.microsoft.com/speechtotext'
const version = 'api-version=2024-11-15'
const started = '2026-11-21T10:00:00Z'
const ended = '2026-11-21T10:00:42Z'

function template(event: string, body: unknown): Template {
  return {
    headers: { 'content-type': 'application/json', 'x-microsoftspeechservices-event': event },
    body: JSON.stringify(body),
  }
}

/** An event of 2024-11-15. */
function notice(event: string, collection: string) {
  return (jobId = exampleId): Template =>
    template(event, { self: `${service}/${collection}/${jobId}?${version}`, invocationId })
}

/** An event of v3.0 to v3.2. */
function versionedNotice(event: string, more: object = { invocationId }) {
  return (jobId = exampleId): Template =>
    template(event, { self: `${service}/v3.1/transcriptions/${jobId}`, ...more })
}

/** An event of v2.1. */
function entity(event: string, status: 'Succeeded' | 'Failed', more: object = {}) {
  const statusMessage = status === 'Succeeded' ? 'None.' : 'The recordings URI contains invalid data.'
  return (id = exampleId): Template =>
    template(event, {
      ...more,
      statusMessage,
      lastActionDateTime: ended,
      status,
      id,
      createdDateTime: started,
      locale: 'en-US',
      name: 'call.wav',
      description: '',
      properties: { order: '7', PunctuationMode: 'DictatedAndAutomatic' },
    })
}

const permission = 'sv=2017-04-17&sr=b&sig=c2lnbmF0dXJl&se=2026-11-22T10:00:00Z&sp=r'
const resultsUrl = `https://contoso.blob.core.windows.net/results/call.0.json?${permission}`
const recordingsUrl = `https://contoso.blob.core.windows.net/recordings/call.wav?${permission}`
const hook = { status: 'Succeeded', createdDateTime: started, lastActionDateTime: started }
const hookUrl = 'https://example.com/webhooks/stt/azure-speech'

type Entity = 'transcription' | 'dataset' | 'model' | 'evaluation' | 'endpoint'

/** Every kind of delivery, by entity and event; those of API versions before 2024-11-15 by version. */
export type AzureSpeechDelivery =
  | `${Entity}.${'creation' | 'processing' | 'completion' | 'deletion'}`
  | 'ping'
  | 'challenge'
  | 'v3.transcription.completion'
  | 'v3.transcription.completion.without-invocation-id'
  | `v2.${Entity | 'endpoint-data'}.${'succeeded' | 'failed'}`
  | 'v2.transcription.succeeded.several-recordings'
  | 'v2.ping'

export const templates: Readonly<Record<AzureSpeechDelivery, (jobId?: string) => Template>> = {
  'transcription.creation': notice('TranscriptionCreation', 'transcriptions'),
  'transcription.processing': notice('TranscriptionProcessing', 'transcriptions'),
  'transcription.completion': notice('TranscriptionCompletion', 'transcriptions'),
  'transcription.deletion': notice('TranscriptionDeletion', 'transcriptions'),
  'dataset.creation': notice('DatasetCreation', 'datasets'),
  'dataset.processing': notice('DatasetProcessing', 'datasets'),
  'dataset.completion': notice('DatasetCompletion', 'datasets'),
  'dataset.deletion': notice('DatasetDeletion', 'datasets'),
  'model.creation': notice('ModelCreation', 'models'),
  'model.processing': notice('ModelProcessing', 'models'),
  'model.completion': notice('ModelCompletion', 'models'),
  'model.deletion': notice('ModelDeletion', 'models'),
  'evaluation.creation': notice('EvaluationCreation', 'evaluations'),
  'evaluation.processing': notice('EvaluationProcessing', 'evaluations'),
  'evaluation.completion': notice('EvaluationCompletion', 'evaluations'),
  'evaluation.deletion': notice('EvaluationDeletion', 'evaluations'),
  'endpoint.creation': notice('EndpointCreation', 'endpoints'),
  'endpoint.processing': notice('EndpointProcessing', 'endpoints'),
  'endpoint.completion': notice('EndpointCompletion', 'endpoints'),
  'endpoint.deletion': notice('EndpointDeletion', 'endpoints'),
  ping: () =>
    template('Ping', {
      self: `${service}/webhooks/${exampleId}?${version}`,
      displayName: 'Transcriptions',
      webUrl: hookUrl,
      events: { transcriptionCompletion: true },
      properties: { apiVersion: 'v2024-11-15' },
      ...hook,
    }),
  challenge: () => ({
    query: { validationToken: 'e062725f75d64dbc8ee8b70bdf131526' },
    headers: { 'x-microsoftspeechservices-event': 'Challenge' },
    body: '',
  }),
  'v3.transcription.completion': versionedNotice('TranscriptionCompletion'),
  'v3.transcription.completion.without-invocation-id': versionedNotice('TranscriptionCompletion', {}),
  'v2.transcription.succeeded': entity('TranscriptionCompletion', 'Succeeded', {
    recordingsUrl,
    resultsUrls: { channel_0: resultsUrl },
  }),
  'v2.transcription.succeeded.several-recordings': entity('TranscriptionCompletion', 'Succeeded', {
    recordingsUrls: [recordingsUrl],
    results: [{ recordingsUrl, resultsUrls: [{ fileName: 'channel_0', resultsUrl }] }],
  }),
  'v2.transcription.failed': entity('TranscriptionCompletion', 'Failed', { recordingsUrl, resultsUrls: {} }),
  'v2.dataset.succeeded': entity('DataImportCompletion', 'Succeeded'),
  'v2.dataset.failed': entity('DataImportCompletion', 'Failed'),
  'v2.model.succeeded': entity('ModelAdaptationCompletion', 'Succeeded'),
  'v2.model.failed': entity('ModelAdaptationCompletion', 'Failed'),
  'v2.evaluation.succeeded': entity('AccuracyTestCompletion', 'Succeeded'),
  'v2.evaluation.failed': entity('AccuracyTestCompletion', 'Failed'),
  'v2.endpoint.succeeded': entity('EndpointDeploymentCompletion', 'Succeeded'),
  'v2.endpoint.failed': entity('EndpointDeploymentCompletion', 'Failed'),
  'v2.endpoint-data.succeeded': entity('EndpointDataCollectionCompletion', 'Succeeded'),
  'v2.endpoint-data.failed': entity('EndpointDataCollectionCompletion', 'Failed'),
  'v2.ping': () =>
    template('Ping', {
      id: exampleId,
      name: 'Transcriptions',
      configuration: { url: hookUrl },
      events: ['TranscriptionCompletion'],
      active: true,
      apiVersion: 'v2.1',
      ...hook,
    }),
}
