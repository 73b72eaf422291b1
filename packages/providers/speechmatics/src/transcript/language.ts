import { stringAt } from '@stt-webhooks/core/provider'
import type { SpeechmaticsTranscript } from '../payload.ts'
import type { Token } from './tokens.ts'

/** The language that was asked for, the one that was recognised, or that of most words. */
export function languageOf(
  { metadata }: SpeechmaticsTranscript,
  tokens: readonly Token[],
): string | undefined {
  const asked = stringAt(metadata.transcription_config ?? {}, 'language')
  if (asked !== undefined && asked !== 'auto' && asked !== 'multi') return asked
  return stringAt(metadata.language_identification ?? {}, 'predicted_language') ?? mostFrequent(tokens)
}

function mostFrequent(tokens: readonly Token[]): string | undefined {
  const counts = new Map<string, number>()
  for (const { language } of tokens) {
    if (language !== undefined) counts.set(language, (counts.get(language) ?? 0) + 1)
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0]
}
