import { type Transcript, WebhookError } from '@stt-webhooks/core/provider'
import { readJson } from '../read/content.ts'
import { fromJsonV2 } from '../transcript/json-v2.ts'

/** The transcript in an answer. @throws WebhookError `api_answer` */
export function toResult(jobId: string, answer: unknown): Transcript {
  const content = readJson(answer)
  if (content.form === 'json-v2') return fromJsonV2(content.transcript)
  throw new WebhookError(
    'api_answer',
    `Speechmatics answered something that is no json-v2 transcript when it was asked for that of job ${jobId}. Check whether its API has changed.`,
    { provider: 'speechmatics' },
  )
}
