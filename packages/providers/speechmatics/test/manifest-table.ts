import type { SpeechmaticsContent, SpeechmaticsEvent } from '@stt-webhooks/speechmatics'

/** The manifest says what must become of each sample in its own words: this is what they mean in ours. */
export const events: Readonly<Record<string, Partial<SpeechmaticsEvent>>> = {
  'transcript.completed': { type: 'transcript.completed', product: 'transcription' },
  'transcript.failed': { type: 'transcript.failed', product: 'transcription' },
  'alignment.completed': { type: 'job.completed', product: 'alignment', kind: 'alignment' },
  unrecognised: { type: 'webhook.unrecognized', product: 'unknown' },
}

/** A rejection by its status. A body that is cut short is never a 4xx: the sender must come again. */
export const rejections: Readonly<Record<string, { outcome: string; status: number }>> = {
  401: { outcome: 'refused', status: 401 },
  400: { outcome: 'unreadable', status: 503 },
}

/** Where an event holds what the manifest calls by that name. */
export const facts: Readonly<Record<string, (event: SpeechmaticsEvent, expected: unknown) => unknown>> = {
  text: (event) => transcriptOf(event)?.text,
  language: (event) => event.language,
  durationSeconds: (event) => event.duration,
  words: (event) => transcriptOf(event)?.words.length,
  speakers: (event) => transcriptOf(event)?.speakers,
  channels: (event) => [...new Set(transcriptOf(event)?.utterances.map(({ channel }) => channel))],
  utterances: (event, expected) => {
    const utterances = transcriptOf(event)?.utterances
    if (typeof expected === 'number') return utterances?.length
    return utterances?.map(({ speaker, channel, text }) => [speaker ?? channel, text])
  },
  cues: (event) => transcriptOf(event)?.utterances.length,
  hasTranscript: (event) => transcriptOf(event) !== undefined,
  reference: (event) => event.metadata['reference'],
  ownQuery: ({ metadata: { n } }) => ({ n }),
  reason: (event) => ('error' in event ? event.error.code : undefined),
  mustNotBe: (event, expected) => (event.type.endsWith('progressed') ? `not ${String(expected)}` : expected),
  format: ({ raw }) => raw.form,
  parts: ({ raw }) => (raw.form === 'multipart' ? raw.parts.map(({ name }) => name) : undefined),
  mediaBytes: ({ raw }) => contentsOf(raw).find((content) => content.form === 'data')?.size,
  entities: ({ raw }) =>
    jsonOf(raw)
      ?.results.filter(({ type }) => type === 'entity')
      .map(({ entity_class, alternatives }) => [entity_class, alternatives?.[0]?.content]),
  translationErrors: ({ raw }) => jsonOf(raw)?.metadata.translation_errors?.length,
  sentimentSegments: ({ raw }) => {
    const sentiment = jsonOf(raw)?.sentiment_analysis ?? { segments: [] }
    return ('segments' in sentiment ? sentiment : sentiment.sentiment_analysis).segments.length
  },
  warnings: ({ raw }) => [`language_identification:${jsonOf(raw)?.metadata.language_identification?.error}`],
}

function transcriptOf(event: SpeechmaticsEvent) {
  return 'transcripts' in event ? event.transcripts?.[0] : undefined
}

function contentsOf(raw: SpeechmaticsEvent['raw']): readonly SpeechmaticsContent[] {
  if (raw.form === 'multipart') return raw.parts
  return raw.form === 'empty' || raw.form === 'job' ? [] : [raw]
}

function jsonOf(raw: SpeechmaticsEvent['raw']) {
  return contentsOf(raw).find((content) => content.form === 'json-v2')?.transcript
}
