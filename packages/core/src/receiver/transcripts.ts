import { WebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { Transcript } from '../transcript.ts'

/** The transcripts of an event. @throws WebhookError `no_transcript`, `transcript_not_included` */
export async function transcriptsOf(event: AnyEvent): Promise<readonly Transcript[]> {
  const { provider } = event
  if ('transcripts' in event && event.transcripts !== undefined && event.transcripts.length > 0) {
    return event.transcripts
  }
  if (event.type !== 'transcript.completed' && event.type !== 'transcript.ended') {
    throw new WebhookError('no_transcript', `A ${event.type} event has no transcript.`, { provider })
  }
  throw new WebhookError(
    'transcript_not_included',
    `The notice of job ${event.jobId ?? 'without an id'} carries no transcript. Fetch it from the service by \`event.jobId\`.`,
    { provider },
  )
}

/** The event's only transcript. @throws WebhookError `several_transcripts`, and what `transcriptsOf` throws */
export async function transcriptOf(event: AnyEvent): Promise<Transcript> {
  const [first, ...more] = await transcriptsOf(event)
  if (first !== undefined && more.length === 0) return first
  throw new WebhookError(
    'several_transcripts',
    `The job has ${more.length + 1} transcripts. Use \`transcripts()\`.`,
    {
      provider: event.provider,
    },
  )
}
