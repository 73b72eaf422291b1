import type { Token } from './tokens.ts'

/** Seconds of silence after which somebody else may have spoken, where nothing tells the end of a sentence. */
const pause = 1

/**
 * What each speaker said without a break, in spoken order. The service orders words within a channel only: sentences of different
 * channels are ordered by their start, so that two people who talk at once are not cut into single words.
 */
export function turnsOf(channels: readonly (readonly Token[])[]): readonly (readonly Token[])[] {
  if (channels.length < 2) return channels.flatMap((tokens) => split(tokens, isOtherSpeaker))
  const sentences = channels.flatMap((tokens) => split(tokens, isOtherSentence))
  sentences.sort(([a], [b]) => (a?.start ?? 0) - (b?.start ?? 0))
  return split(sentences.flat(), isOtherSpeaker)
}

function isOtherSpeaker(before: Token, token: Token): boolean {
  return before.speaker !== token.speaker || before.channel !== token.channel
}

function isOtherSentence(before: Token, token: Token): boolean {
  return before.endsSentence || isOtherSpeaker(before, token) || token.start - before.end > pause
}

function split(tokens: readonly Token[], isNew: (before: Token, token: Token) => boolean): Token[][] {
  const groups: Token[][] = []
  let before: Token | undefined
  for (const token of tokens) {
    const group = groups.at(-1)
    if (before === undefined || group === undefined || isNew(before, token)) groups.push([token])
    else group.push(token)
    before = token
  }
  return groups
}
