import { isRecord, type JsonRecord, listAt, numberAt, stringAt, type Word } from '@stt-webhooks/core/provider'
import { labelOf, type Spoken } from './spoken.ts'
import { spanOf } from './time.ts'

/** The phrases of v3.0 and later. Those that were not recognized have no words to show. */
export function readPhrases(phrases: readonly unknown[]): Spoken {
  const spoken: Spoken = { utterances: [], words: [], languages: new Set() }
  for (const phrase of phrases) {
    if (!isRecord(phrase) || phrase['recognitionStatus'] !== 'Success') continue
    // The other guesses are not sorted by anything.
    const best = listAt(phrase, 'nBest')[0]
    if (isRecord(best)) readPhrase(phrase, best, spoken)
  }
  return spoken
}

function readPhrase(phrase: JsonRecord, best: JsonRecord, { utterances, words, languages }: Spoken): void {
  const speaker = labelOf(phrase['speaker']) ?? labelOf(best['speaker'])
  const channel = labelOf(phrase['channel'])
  const language = stringAt(phrase, 'locale')
  if (language !== undefined) languages.add(language)
  const text = stringAt(best, 'display')
  if (text !== undefined) {
    const confidence = numberAt(best, 'confidence')
    utterances.push({ text, ...spanOf(phrase), confidence, speaker, channel })
  }
  const displayWords = listAt(best, 'displayWords')
  if (displayWords.length > 0) readWords(displayWords, 'displayText', speaker, channel, words)
  else readWords(listAt(best, 'words'), 'word', speaker, channel, words)
}

/** What has no text or no time is left out: the model cannot place it, and the text of the phrase has it still. */
function readWords(
  items: readonly unknown[],
  key: 'displayText' | 'word',
  speaker: string | undefined,
  channel: string | undefined,
  words: Word[],
): void {
  for (const item of items) {
    if (!isRecord(item)) continue
    const text = item[key]
    const span = spanOf(item)
    if (typeof text !== 'string' || text === '' || span === undefined) continue
    const confidence = item['confidence']
    words.push({
      text,
      start: span.start,
      end: span.end,
      confidence: typeof confidence === 'number' ? confidence : undefined,
      speaker,
      channel,
    })
  }
}
