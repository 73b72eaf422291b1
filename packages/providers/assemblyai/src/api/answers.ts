import type { ApiAnswer } from '@stt-webhooks/api-client'
import { isRecord, listAt, stringAt } from '@stt-webhooks/core/provider'
import type { AssemblyAiTranscript } from '../payload.ts'

/** Only what every answer needs is checked; the rest of the type is the service's documentation. */
export function isTranscript(answer: unknown): answer is AssemblyAiTranscript {
  return isRecord(answer) && stringAt(answer, 'id') !== undefined && stringAt(answer, 'status') !== undefined
}

/**
 * True for a transcript that the user had deleted: its status stays `completed`, and a text stands in the place of its own.
 * @see https://www.assemblyai.com/docs/api-reference/transcripts/delete
 */
export function isDeleted(transcript: AssemblyAiTranscript): boolean {
  if (transcript.audio_url === 'http://deleted_by_user') return true
  return transcript.text === 'Deleted by user.' && listAt(transcript, 'words').length === 0
}

/** True for a job that has not ended. The webhook may be faster than the machine that is asked. */
export function isRunning(answer: ApiAnswer): boolean {
  if (answer.status !== 200) return false
  const text = answer.text()
  // A search is cheap, and spares parsing a finished transcript, which may be large, twice.
  return /"status"\s*:\s*"(?:queued|processing)"/.test(text) && hasRunningStatus(text)
}

function hasRunningStatus(text: string): boolean {
  try {
    const answer: unknown = JSON.parse(text)
    return isTranscript(answer) && ['queued', 'processing'].includes(answer.status)
  } catch {
    // The client finds the same and asks again.
    return false
  }
}

/**
 * True if AssemblyAI knows no such transcript, in this region and for this key. It says so with 400.
 * @see https://www.assemblyai.com/docs/guides/common_errors_and_solutions
 */
export function isUnknown(answer: ApiAnswer): boolean {
  const { status } = answer
  return (
    status === 404 || status === 410 || (status === 400 && /transcript id not found/i.test(answer.text()))
  )
}
