import type { Transcript } from '@stt-webhooks/core'
import { cleanText } from './clean.ts'

/**
 * `true` shows the labels of the service, `false` none. An object gives names to labels (`{ A: 'Anna' }`); a label that it lacks
 * is shown as it is.
 */
export type SpeakerNames = boolean | Readonly<Record<string, string>>

/** Who speaks, as words, utterances and cues know it. */
export interface Voice {
  readonly speaker?: string | undefined
  readonly channel?: string | undefined
}

export function isSameVoice(one: Voice, other: Voice): boolean {
  return one.speaker === other.speaker && one.channel === other.channel
}

export type NameOf = (voice: Voice) => string | undefined

/** Channels stand in for speakers nobody told apart. One channel alone is everybody, so it names nobody. */
export function namesFor({ words, utterances }: Transcript, names: SpeakerNames = true): NameOf {
  const channels = new Set([...words, ...utterances].map(({ channel }) => channel))

  return ({ speaker, channel }) => {
    const label = speaker ?? (channels.size > 1 ? channel : undefined)
    if (label === undefined || names === false) return undefined
    const name = names !== true && Object.hasOwn(names, label) ? names[label] : label
    return cleanText(name ?? label) || undefined
  }
}
