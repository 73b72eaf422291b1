import { Buffer } from 'node:buffer'
import { createHmac } from 'node:crypto'
import { secret } from './bench.ts'
import type { Outgoing } from './client.ts'

export const path = '/webhooks/stt/example'

export const completed = { id: 'job-1', status: 'completed', text: 'naïve 日本語 🎧' } as const

/** A delivery whose signature covers these bytes. */
export function signed(
  body: Uint8Array | string = JSON.stringify(completed),
  type = 'application/json',
): Outgoing & { readonly body: Buffer; readonly headers: Record<string, string> } {
  const bytes = Buffer.from(body)
  const signature = createHmac('sha256', secret).update(bytes).digest('hex')
  return { path, headers: { 'content-type': type, 'x-example-signature': signature }, body: bytes }
}

/** A delivery that carries the secret in a header. */
export function carrying(body: string = JSON.stringify(completed)): Outgoing {
  return {
    path,
    headers: { 'content-type': 'application/json', 'x-example-secret': secret },
    body: Buffer.from(body),
  }
}

/** The lines of a head that `signed` would send, without the body's length. */
export function headLines({ headers }: ReturnType<typeof signed>): string[] {
  return Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
}
