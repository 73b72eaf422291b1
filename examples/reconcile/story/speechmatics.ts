import { once } from 'node:events'
import type { SpeechmaticsSubmitParameters } from '@stt-webhooks/speechmatics'
import { fakeApi, simulator } from '@stt-webhooks/speechmatics/testing'
import { send } from '@stt-webhooks/testing'
import express from 'express'

/** A job as the service knows it. */
interface Job {
  readonly id: string
  readonly createdAt: string
  readonly config: SpeechmaticsSubmitParameters
  /** How often the webhook was sent, and how often somebody acknowledged it. */
  sent: number
  acknowledged: number
}

/** Where a request stops: on its way, or its answer on the way back, or the answer to the question for the transcript. */
type Stop = 'submission' | 'receipt' | 'transcript'

/** Stands for the service: takes jobs from its own SDK, ends them, sends webhooks and tells of jobs when it is asked. */
export interface Speechmatics {
  readonly origin: string
  /** The next request of this kind gets no answer. Resolves once it has come that far. */
  stop(at: Stop, reference: string): Promise<void>
  end(reference: string, status: 'done' | 'rejected'): void
  /** Sends the webhook once. */
  notify(reference: string): Promise<boolean>
  deliveries(reference: string): { readonly sent: number; readonly acknowledged: number }
  close(): Promise<void>
}

export async function startSpeechmatics(apiKey: string, now: () => number): Promise<Speechmatics> {
  const api = await fakeApi({ apiKey, examples: false })
  const jobs = new Map<string, Job>()
  const stops = new Map<string, () => void>()

  function isStopped(at: Stop, reference: string): boolean {
    const reached = stops.get(`${at} ${reference}`)
    stops.delete(`${at} ${reference}`)
    reached?.()
    return reached !== undefined
  }

  function put(job: Job, status: 'running' | 'done' | 'rejected'): void {
    const { id, createdAt, config } = job
    const timestamp = new Date(now()).toISOString()
    const errors = [{ message: 'unable to fetch audio: http status code 404', timestamp }]
    api.addJob({
      ...{ id, createdAt, status },
      fields: { config: { type: 'transcription', ...config }, ...(status === 'rejected' && { errors }) },
    })
  }

  function jobOf(reference: string): Job {
    const job = jobs.get(reference)
    if (job === undefined) throw new Error(`${reference} was never submitted.`)
    return job
  }

  const app = express()
  app.post('/v2/jobs', async (request, response) => {
    const headers = { 'content-type': request.get('content-type') ?? '' }
    const form = await new Response(await bytesOf(request), { headers }).formData()
    const config: SpeechmaticsSubmitParameters = JSON.parse(String(form.get('config')))
    const reference = config.tracking?.reference ?? ''
    if (isStopped('submission', reference)) return
    const id = `job${jobs.size + 1}`
    const job = { id, createdAt: new Date(now()).toISOString(), config, sent: 0, acknowledged: 0 }
    jobs.set(reference, job)
    put(job, 'running')
    if (isStopped('receipt', reference)) return
    response.status(201).json({ id })
  })
  app.get('/v2/jobs/:id/transcript', (request, _response, next) => {
    const [reference = ''] = [...jobs].find(([, { id }]) => id === request.params.id) ?? []
    if (!isStopped('transcript', reference)) next()
  })
  app.use(async ({ originalUrl, headers: { authorization = '' } }, response) => {
    const answer = await fetch(`${api.origin}${originalUrl}`, { headers: { authorization } })
    response.status(answer.status).type(answer.headers.get('content-type') ?? '')
    response.send(Buffer.from(await answer.arrayBuffer()))
  })
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()

  return {
    origin: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}`,
    stop: (at, reference) => new Promise((reached) => stops.set(`${at} ${reference}`, reached)),
    end: (reference, status) => put(jobOf(reference), status),
    async notify(reference) {
      const job = jobOf(reference)
      job.sent++
      const { status } = await send(webhookOf(job)).catch(() => ({ status: 0 }))
      if (status === 200) job.acknowledged++
      return status === 200
    },
    deliveries: (reference) => jobs.get(reference) ?? { sent: 0, acknowledged: 0 },
    async close() {
      server.closeAllConnections()
      server.close()
      await api.close()
    },
  }
}

/** Where the job's own configuration wants it, with the credential that it gave. */
function webhookOf({ id, createdAt, config }: Job) {
  const [{ url = '', auth_headers: [line = ''] = [] } = {}] = config.notification_config
  const secret = line.replace('Authorization: Bearer ', '')
  const body = JSON.stringify({ id, created_at: createdAt, duration: 4, tracking: config.tracking })
  return simulator({ secret, url }).simulate('success.jobinfo', { jobId: id, body })
}

async function bytesOf(request: AsyncIterable<Uint8Array>): Promise<Buffer<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks)
}
