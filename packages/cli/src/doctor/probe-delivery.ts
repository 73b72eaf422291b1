import { Buffer } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import type { SimulatedDelivery, Simulator } from '@stt-webhooks/testing'

const jobPrefix = 'stt-webhooks-doctor-'

/** A delivery of the doctor's own, as genuine as its secret is. */
export interface ProbeDelivery extends SimulatedDelivery {
  /** Where its credential is: `the header "authorization"`, `the query`. */
  readonly credential: string
}

/**
 * Names a job as every service does and gives it a status that none has, so that every provider reads it as `webhook.unrecognized`: the event
 * of which applications make least.
 */
export function probeDelivery(simulator: Simulator, url: string, bytes: number): ProbeDelivery {
  const body = probeBody(`${jobPrefix}${randomUUID()}`, bytes)
  // Not its query: Speechmatics says there how the job ended.
  const { method, headers } = simulator.completed({ body })
  const signed = simulator.sign({ method, headers, url, body })
  return { ...signed, credential: credentialOf(simulator, url) }
}

/** The same, of a service that no simulator is known of, and without a credential. */
export function bareDelivery(url: string): SimulatedDelivery {
  const headers = { 'content-type': 'application/json' }
  return { method: 'POST', url, headers, body: probeBody(`${jobPrefix}${randomUUID()}`, 0) }
}

function probeBody(id: string, bytes: number): Uint8Array {
  const status = 'stt-webhooks-doctor'
  const fields = { id, transcript_id: id, request_id: id, status, job: { id, type: 'async', status } }
  const bare = JSON.stringify({ ...fields, padding: '' })
  return Buffer.from(JSON.stringify({ ...fields, padding: 'x'.repeat(Math.max(0, bytes - bare.length)) }))
}

function credentialOf(simulator: Simulator, url: string): string {
  const bare: SimulatedDelivery = { method: 'POST', url, headers: {}, body: new Uint8Array() }
  const signed = simulator.sign(bare)
  const [header] = Object.keys(signed.headers)
  return header === undefined ? 'the query of the URL' : `the header "${header}"`
}
