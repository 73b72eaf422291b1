import { stringAt, type Transcript, WebhookError } from '@stt-webhooks/core/provider'
import { toTranscript } from '../transcript.ts'
import { isDeleted, isTranscript } from './answers.ts'
import { unexpected } from './unexpected.ts'
import { withoutUrls } from './urls-in-text.ts'

const provider = 'assemblyai'

/**
 * The transcript in an answer.
 * @throws WebhookError `transcript_gone` if it was deleted, `no_transcript` if the transcription failed, `api_answer`
 */
export function toResult(jobId: string, answer: unknown): Transcript {
  if (!isTranscript(answer)) {
    throw unexpected(`AssemblyAI answered something that is no transcript when it was asked for ${jobId}.`)
  }
  if (isDeleted(answer)) {
    throw new WebhookError(
      'transcript_gone',
      `Transcript ${jobId} was deleted. Submit the audio again if it is needed.`,
      { provider },
    )
  }
  if (answer.status === 'completed') return toTranscript(answer)
  if (answer.status === 'error') {
    const reason = withoutUrls(stringAt(answer, 'error') ?? 'no reason was given')
    throw new WebhookError('no_transcript', `Transcription ${jobId} failed, so it has no text: ${reason}`, {
      provider,
    })
  }
  throw unexpected(`The status of transcript ${jobId} is not one we know.`)
}
