import { assemblyai } from '@stt-webhooks/assemblyai'
import { sttWebhooks } from '@stt-webhooks/express'
import { revAi } from '@stt-webhooks/rev-ai'
import express from 'express'

const stt = sttWebhooks([
  assemblyai({ secret: 'a secret of 22 letters' }),
  revAi({ secret: 'another secret of some letters' }),
])

stt.on('transcript.completed', (event) => {
  const type: 'transcript.completed' = event.type
  const provider: 'assemblyai' | 'rev-ai' = event.provider
  const jobId: string | undefined = event.jobId
  if (event.provider === 'rev-ai') {
    const narrowed: 'rev-ai' = event.provider
    console.log(narrowed, event.raw)
  }
  // @ts-expect-error: only the two given providers can have sent it
  const other: 'speechmatics' = event.provider
  console.log(type, provider, jobId, other)
})

// @ts-expect-error: no provider emits this type
stt.on('transcript.forgotten', () => undefined)

express().use(stt).listen(3000)
