import type { Transcript, Utterance, Word } from '@stt-webhooks/core/provider'

/** What the phrases of one result hold, in the order of the file. */
export interface Spoken {
  readonly utterances: Utterance[]
  readonly words: Word[]
  readonly languages: Set<string>
}

/** What a result tells beside its phrases. */
export interface ResultFacts {
  /** One for each channel. */
  readonly texts: readonly string[]
  readonly duration: number | undefined
  readonly source: string | undefined
  /** That of the job, for phrases without one. */
  readonly language: string | undefined
}

/** Phrases of several channels come in no promised order: a dialogue is put together by its times. */
export function assemble({ utterances, words, languages }: Spoken, facts: ResultFacts): Transcript {
  utterances.sort((one, other) => (one.start ?? 0) - (other.start ?? 0))
  words.sort((one, other) => one.start - other.start)
  return {
    text: facts.texts.length > 0 ? facts.texts.join('\n') : utterances.map(({ text }) => text).join(' '),
    language: languageOf(languages, facts.language),
    duration: facts.duration,
    words,
    utterances,
    speakers: speakersOf(words, utterances),
    source: facts.source,
  }
}

/** Only a transcript in one language has one. */
function languageOf(languages: ReadonlySet<string>, ofJob: string | undefined): string | undefined {
  const [language = ofJob, ...others] = languages
  return others.length === 0 ? language : undefined
}

/** Phrases without times for their words have speakers too. */
function speakersOf(words: readonly Word[], utterances: readonly Utterance[]): string[] {
  const labels = new Set<string>()
  for (const spoken of [words, utterances]) {
    for (const { speaker } of spoken) if (speaker !== undefined) labels.add(speaker)
  }
  return [...labels]
}

/** Numbers on the wire, in some versions as texts. */
export function labelOf(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}
