import { isRecord, type Word } from '@stt-webhooks/core/provider'

/**
 * Words or utterances, which have the same form on the wire. What has no text or no time is left out: the model cannot place it, and
 * the text has it still.
 */
export function toSpoken(items: readonly unknown[], fallbackSpeaker?: string): Word[] {
  const spoken: Word[] = []
  for (const item of items) {
    // Fields are read by their names: a look-up for each of a hundred thousand words costs more than parsing them did.
    if (!isRecord(item)) continue
    const text = item['text']
    const start = item['start']
    const end = item['end']
    if (typeof text !== 'string' || text === '' || !isNumber(start) || !isNumber(end)) continue
    const confidence = item['confidence']
    spoken.push({
      text,
      start: start / 1000,
      end: end / 1000,
      confidence: isNumber(confidence) ? confidence : undefined,
      speaker: toLabel(item['speaker']) ?? fallbackSpeaker,
      channel: toLabel(item['channel']),
    })
  }
  return spoken
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

function toLabel(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
