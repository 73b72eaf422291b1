import { BatchClient } from '@speechmatics/batch-client'
import { createReceiver } from '@stt-webhooks/core'
import { apiUrl } from '../story/stand-ins.ts'
import config, { speech } from '../stt-webhooks.config.ts'

// Submits a recording for each order that it is given: `client order-1 order-2`.

const { PUBLIC_URL = 'https://example.com', SPEECHMATICS_API_KEY = '' } = process.env

const stt = createReceiver(config.providers, config)
const client = new BatchClient({ apiKey: SPEECHMATICS_API_KEY, appId: 'reconcile', apiUrl })

for (const reference of process.argv.slice(2)) {
  // Before submitting: if this process dies, the job is found by its reference. If it was never submitted, you are told so.
  await stt.jobs.expect({ endpoint: 'speechmatics', reference, expectedWithin: 5 * 60 })

  const { id } = await client.createTranscriptionJob(
    { url: `https://example.com/recordings/${reference}.wav` },
    {
      transcription_config: { language: 'en' },
      ...speech.submitParameters({
        url: `${PUBLIC_URL}/webhooks/stt/speechmatics`,
        tracking: { reference },
      }),
    },
  )

  // After it: from now on the sweep can ask for this very job.
  await stt.jobs.expect({ endpoint: 'speechmatics', reference, jobId: id })
  console.log(`${reference} is job ${id}`)
}

await stt.stop()
