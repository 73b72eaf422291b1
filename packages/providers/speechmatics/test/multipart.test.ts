import { createReceiver } from '@stt-webhooks/core'
import { speechmatics } from '@stt-webhooks/speechmatics'
import { simulator } from '@stt-webhooks/speechmatics/testing'
import { deliver } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const simulate = simulator({ secret: 's3cret' })

interface Part {
  readonly name: string
  /** Without one the part is a plain field. */
  readonly fileName?: string
  readonly content: string | Uint8Array<ArrayBuffer>
}

async function receive(...parts: readonly Part[]) {
  const form = new FormData()
  for (const { name, fileName, content } of parts) {
    if (fileName === undefined) form.append(name, String(content))
    else form.append(name, new Blob([content]), fileName)
  }
  const encoded = new Response(form)
  const contentType = encoded.headers.get('content-type') ?? ''
  const receiver = createReceiver([speechmatics({ secret: 's3cret' })])
  receiver.onAny(() => {})
  const body = new Uint8Array(await encoded.arrayBuffer())
  const { events } = await deliver(
    receiver,
    simulate.completed({ jobId: 'a', body, headers: { 'content-type': contentType } }),
  )
  return events[0]
}

const json = new TextDecoder().decode(simulate.completed({ jobId: 'a' }).body)
const srt = '1\n00:00:01,000 --> 00:00:02,500\nFrom srt.\n'
const media = Uint8Array.of(82, 73, 70, 70, 0, 255)

describe('parts', () => {
  it.each([
    ['the name', { name: 'transcript.json-v2', fileName: 'blob', content: json }, 'json-v2'],
    ['the name', { name: 'transcript.txt', fileName: 'blob', content: 'Hello.' }, 'txt'],
    ['the name', { name: 'text', fileName: 'hello.txt', content: 'Hello.' }, 'text'],
    ['the name', { name: 'alignment', fileName: 'blob', content: 'Hello.' }, 'alignment'],
    ['the name', { name: 'data', fileName: 'notes.txt', content: 'Hello.' }, 'data'],
    ['the name', { name: 'data_file', fileName: 'blob', content: 'Hello.' }, 'txt'],
    ['the name, of a field', { name: 'transcript', content: json }, 'json-v2'],
    ['the file name', { name: 'file1', fileName: 'transcript.txt', content: 'Hello.' }, 'txt'],
    ['the file name', { name: 'file1', fileName: 'a81ko4eqjl.srt', content: srt }, 'srt'],
    ['the content', { name: 'file1', fileName: 'blob', content: json }, 'json-v2'],
    ['the content', { name: 'file1', fileName: 'blob', content: '{"id":"a"}' }, 'jobinfo'],
    ['the content', { name: 'file1', content: srt }, 'srt'],
    ['the content', { name: 'transcript', fileName: 'blob', content: srt }, 'srt'],
    ['the content', { name: 'file1', fileName: 'blob', content: '<time=0.12>Hello<time=0.23>' }, 'alignment'],
    ['the content', { name: 'file1', fileName: 'blob', content: media }, 'data'],
    ['nothing', { name: 'toString', fileName: 'constructor', content: 'Hello.' }, 'data'],
    ['nothing', { name: 'jobinfo', fileName: 'jobinfo', content: '' }, 'data'],
  ])('are told by %s: %o', async (_, part, form) => {
    expect((await receive(part))?.raw).toMatchObject({
      form: 'multipart',
      parts: [{ name: part.name, form }],
    })
  })

  it('are all kept, strangers by name and size', async () => {
    const event = await receive(
      { name: 'transcript', fileName: 'transcript', content: json },
      { name: 'novelty', fileName: 'novelty.bin', content: 'of a later version' },
      { name: 'data', fileName: 'call.wav', content: media },
    )
    expect(event).toMatchObject({
      type: 'transcript.completed',
      transcripts: [{ language: 'en' }],
      raw: {
        parts: [
          { form: 'json-v2' },
          { form: 'data', name: 'novelty', fileName: 'novelty.bin', size: 18 },
          { form: 'data', name: 'data', fileName: 'call.wav', size: 6 },
        ],
      },
    })
    expect(JSON.stringify(event)).not.toContain('of a later version')
    expect(JSON.stringify(event)).not.toContain('RIFF')
  })

  it('give one transcript: json-v2 before txt before srt', async () => {
    const texts = async (...parts: readonly Part[]) => {
      const event = await receive(...parts)
      return event?.type === 'transcript.completed' ? event.transcripts?.map(({ text }) => text) : event?.type
    }
    const asJson = { name: 'transcript.json-v2', content: json }
    const asTxt = { name: 'transcript.txt', content: 'From txt.' }
    const asSrt = { name: 'transcript.srt', content: srt }
    expect(await texts(asSrt, asTxt, asJson)).toEqual(['Good morning. The parcel left today. Thank you.'])
    expect(await texts(asSrt, asTxt)).toEqual(['From txt.'])
    expect(await texts(asSrt)).toEqual(['From srt.'])
    expect(await texts({ name: 'jobinfo', content: '{"id":"a"}' })).toBeUndefined()
  })
})
