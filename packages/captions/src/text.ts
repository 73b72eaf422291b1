import type { Transcript } from '@stt-webhooks/core'
import { cleanText } from './clean.ts'
import { spacingIn } from './spacing.ts'
import { isSameVoice, namesFor, type SpeakerNames, type Voice } from './voice.ts'

export interface TextOptions {
  /** Default `true`: each turn begins with the label of its speaker, where the service told speakers or channels apart. */
  readonly speakers?: SpeakerNames | undefined
}

interface Paragraph extends Voice {
  readonly text: string
}

/** Text to read: a paragraph for each turn of a speaker, with an empty line between. Needs no times. */
export function toText(transcript: Transcript, options: TextOptions = {}): string {
  const nameOf = namesFor(transcript, options.speakers)
  return paragraphsOf(transcript)
    .map(({ text, ...voice }) => {
      const name = nameOf(voice)
      return name === undefined ? text : `${name}: ${text}`
    })
    .join('\n\n')
}

/** Where only one speaks, the text has the paragraphs that the service gave it. */
function paragraphsOf(transcript: Transcript): readonly Paragraph[] {
  const turns = turnsOf(transcript)
  const written = transcript.text.split(/[\r\n]+/).flatMap((line) => cleanText(line) || [])
  if (turns.length > 1 || written.length === 0) return turns
  return written.map((text, index) => (index === 0 ? { ...turns[0], text } : { text }))
}

function turnsOf({ text, words, utterances }: Transcript): readonly Paragraph[] {
  const isSpaced = spacingIn(text)
  const turns: Paragraph[] = []
  for (const { speaker, channel, ...part } of utterances.length > 0 ? utterances : words) {
    const spoken = cleanText(part.text)
    if (spoken === '') continue
    const space = isSpaced(spoken) ? ' ' : ''
    const last = turns.at(-1)
    if (last !== undefined && isSameVoice(last, { speaker, channel })) {
      turns[turns.length - 1] = { ...last, text: last.text + space + spoken }
    } else {
      turns.push({ text: spoken, speaker, channel })
    }
  }
  return turns
}
