import { Buffer } from 'node:buffer'

/** A text followed by the body's bytes, without decoding them. */
export function textMessage(text: string, bytes: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from(text, 'utf8'), bytes])
}
