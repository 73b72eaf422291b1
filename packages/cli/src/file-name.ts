import { Buffer } from 'node:buffer'
import { createHash } from 'node:crypto'
import type { AnyEvent } from '@stt-webhooks/core'

const longest = 120

/** The file of an event's job, or of the event where it names none: a plain name on every system, whatever the sender put into the id. */
export function fileName(event: AnyEvent): string {
  const id = event.jobId ?? event.id
  const name = id.replace(/[^A-Za-z0-9._-]/gu, encode)
  // What encoding never gives, "~", keeps shortened names apart from whole ones.
  const short = name.length <= longest ? name : `${name.slice(0, longest / 2)}~${sha256(id)}`
  return `${event.endpoint}.${short}.json`
}

function encode(character: string): string {
  return Buffer.from(character).toString('hex').toUpperCase().replace(/../g, '%$&')
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
