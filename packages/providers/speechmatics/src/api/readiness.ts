import type { ApiAnswer } from '@stt-webhooks/api-client'
import type { AnyEvent } from '@stt-webhooks/core/provider'

/** For how long a job that has just ended may be unknown to the machine that is asked for its transcript, in milliseconds. */
const youngMs = 60_000

/**
 * The service answers 404 both to who comes too early and to who comes too late. The age of the event tells them apart: after a minute, as long
 * as notifications are sent again, the job is gone. It is looked at anew for each answer, because a job ages while it is waited for.
 * @see https://docs.speechmatics.com/speech-to-text/batch/limits
 */
export function notReady(event: AnyEvent, now: () => number): (answer: ApiAnswer) => boolean {
  const ended = Date.parse(event.occurredAt ?? event.receivedAt)
  return (answer) => {
    const { status } = answer
    if (status === 404) return now() - ended < youngMs || saysLater(answer.text())
    return status === 409 || status === 425
  }
}

/** Two of the texts that the API's description lists under `error`. */
function saysLater(text: string): boolean {
  return /"(?:Transcription not ready|Job In Progress)"/i.test(text)
}
