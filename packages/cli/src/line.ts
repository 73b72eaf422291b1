import type { AnyEvent, Transcript } from '@stt-webhooks/core'

/** An event as it is printed and saved: with `transcript` where the body held exactly one. */
export type EventLine = AnyEvent & { readonly transcript?: Transcript }

export function toLine(event: AnyEvent): EventLine {
  const transcripts = 'transcripts' in event ? event.transcripts : undefined
  const [transcript, ...more] = transcripts ?? []
  return transcript !== undefined && more.length === 0 ? { ...event, transcript } : event
}
