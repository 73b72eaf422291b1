import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'

export const secret = 'crash secret'
export const path = '/webhooks/stt/example'

/** What is sent of one job. */
export interface Delivery {
  readonly job: string
  /** A second delivery of the job, with content that the first lacks: the inbox must attach it. */
  readonly richer: boolean
  readonly body: Buffer
}

/** A delivery of the example service, with so many characters of text. */
export function createDelivery(job: string, richer: boolean, size: number): Delivery {
  const content = { id: job, status: 'completed', text: 'word '.repeat(Math.ceil(size / 5)).slice(0, size) }
  return { job, richer, body: Buffer.from(JSON.stringify(richer ? { ...content, richer } : content)) }
}

export function headersOf({ body }: Delivery): Record<string, string> {
  return {
    'content-type': 'application/json',
    'content-length': String(body.length),
    'x-example-signature': createHmac('sha256', secret).update(body).digest('hex'),
  }
}
