import type { HandlerContext, Transcript } from '@stt-webhooks/core'
import { isWebhookError, type WebhookError } from '@stt-webhooks/core'

/** 32 bytes, from 0 to 31. */
export const secret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8='
/** 32 bytes, from 32 to 63. */
export const olderSecret = 'whsec_ICEiIyQlJicoKSorLC0uLzAxMjM0NTY3ODk6Ozw9Pj8='

export function transcriptOf(text: string): Transcript {
  return { text, words: [], utterances: [], speakers: [] }
}

/** What a receiver gives to a handler. */
export function contextOf(
  transcripts: HandlerContext['transcripts'] = () =>
    Promise.reject(new Error('Nobody asked for transcripts.')),
  signal: AbortSignal = new AbortController().signal,
): HandlerContext {
  return {
    transcript: () => Promise.reject(new Error('Nobody asked for a transcript.')),
    transcripts,
    signal,
    attempt: 1,
  }
}

/** The WebhookError that the promise rejects with. */
export async function errorOf(work: Promise<unknown>): Promise<WebhookError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (isWebhookError(error)) return error
  throw new Error('It did not reject with a WebhookError.', { cause: error })
}

/** The WebhookError that the function throws. */
export function thrownBy(work: () => unknown): Promise<WebhookError> {
  return errorOf(Promise.resolve().then(work))
}
