import type { RevAiProduct } from '../index.ts'
import type { RevAiFakeJob } from './fake-api.ts'

const types: Readonly<Record<RevAiProduct, string | undefined>> = {
  async: 'async',
  human: 'human_tc',
  'sentiment-analysis': 'sentiment_analysis',
  'topic-extraction': 'topic_extraction',
  'language-id': 'language_id',
  alignment: 'alignment',
  'custom-vocabulary': undefined,
}

const failed = { failure: 'download_failure', failure_detail: 'Failed to download' }

/** The job as the API tells of it: what the test laid over it wins. What is undefined is left out, as Rev AI leaves out its nulls. */
export function toFields(job: RevAiFakeJob, createdAt: string): Readonly<Record<string, unknown>> {
  const { id, status, product = 'async', endedAt = createdAt, fields } = job
  return {
    id,
    status,
    type: types[product],
    created_on: createdAt,
    ...(status !== 'in_progress' && { completed_on: endedAt }),
    ...(status === 'transcribed' && { duration_seconds: 107, language: 'en' }),
    ...(status === 'failed' && failed),
    ...fields,
  }
}
