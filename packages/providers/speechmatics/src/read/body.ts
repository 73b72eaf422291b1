import { Buffer } from 'node:buffer'
import type { Delivery } from '@stt-webhooks/core/provider'
import type { SpeechmaticsBody, SpeechmaticsPart } from '../payload.ts'
import { describeData, readContent, readJson } from './content.ts'
import { hintOf } from './hint.ts'

/** Tells which form the body has. @throws SyntaxError or TypeError if it is broken */
export async function readBody(delivery: Delivery): Promise<SpeechmaticsBody> {
  const { bytes } = delivery
  // Some failed jobs send nothing at all under the content type of what was asked for.
  if (bytes.length === 0) return { form: 'empty' }
  const contentType = delivery.header('content-type') ?? ''
  if (/^multipart\/form-data\b/i.test(contentType)) {
    return { form: 'multipart', parts: await readParts(bytes, contentType) }
  }
  if (/^application\/(?:[\w.-]+\+)?json\b/i.test(contentType)) return readJson(delivery.json())
  return readContent(bytes, 'transcript', contentType)
}

async function readParts(bytes: Uint8Array, contentType: string): Promise<SpeechmaticsPart[]> {
  const response = new Response(bytes, { headers: { 'content-type': contentType } })
  const form = await response.formData()
  return Promise.all([...form].map(([name, value]) => readPart(name, value)))
}

/** Neither the names of parts nor whether they are files or fields is documented: both are taken. */
async function readPart(name: string, value: string | File): Promise<SpeechmaticsPart> {
  if (typeof value === 'string') return { name, ...readContent(Buffer.from(value), hintOf(name), undefined) }
  const { name: fileName, type, size } = value
  const hint = hintOf(name) ?? hintOf(fileName)
  // Media may be large: it is described without another copy.
  const content = hint === 'data' ? describeData(size, type) : readContent(await bytesOf(value), hint, type)
  return { name, fileName, ...content }
}

async function bytesOf(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer())
}
