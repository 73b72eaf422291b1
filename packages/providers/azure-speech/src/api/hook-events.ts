/**
 * What a hook can be called for, in v3.0 and later. A ping and a challenge need no subscription.
 * @see https://learn.microsoft.com/en-us/rest/api/speechtotext/web-hooks/create
 */
export const azureSpeechHookEvents = [
  'transcriptionCreation',
  'transcriptionProcessing',
  'transcriptionCompletion',
  'transcriptionDeletion',
  'datasetCreation',
  'datasetProcessing',
  'datasetCompletion',
  'datasetDeletion',
  'modelCreation',
  'modelProcessing',
  'modelCompletion',
  'modelDeletion',
  'evaluationCreation',
  'evaluationProcessing',
  'evaluationCompletion',
  'evaluationDeletion',
  'endpointCreation',
  'endpointProcessing',
  'endpointCompletion',
  'endpointDeletion',
] as const

export type AzureSpeechHookEvent = (typeof azureSpeechHookEvents)[number]

/**
 * The same of v2.1.
 * @see https://docs.microsoft.com/en-us/azure/cognitive-services/speech-service/webhooks
 */
export const azureSpeechRetiredHookEvents = [
  'TranscriptionCompletion',
  'DataImportCompletion',
  'ModelAdaptationCompletion',
  'AccuracyTestCompletion',
  'EndpointDeploymentCompletion',
  'EndpointDataCollectionCompletion',
] as const

export type AzureSpeechRetiredHookEvent = (typeof azureSpeechRetiredHookEvents)[number]

export type AzureSpeechHookFlags = Readonly<Partial<Record<AzureSpeechHookEvent, boolean>>>
