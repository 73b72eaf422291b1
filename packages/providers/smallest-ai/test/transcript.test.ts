import { createReceiver, type Transcript } from '@stt-webhooks/core'
import { smallestAi } from '@stt-webhooks/smallest-ai'
import { simulator } from '@stt-webhooks/smallest-ai/testing'
import { deliver, type SimulatedDelivery } from '@stt-webhooks/testing'
import { describe, expect, it } from 'vitest'

const simulate = simulator({ secret: 's3cret' })

async function transcriptOf(delivery: SimulatedDelivery): Promise<Transcript | undefined> {
  const receiver = createReceiver([smallestAi({ secret: 's3cret' })])
  const transcripts: Transcript[] = []
  receiver.on('transcript.completed', async (_, { transcript }) => {
    transcripts.push(await transcript())
  })
  await deliver(receiver, delivery)
  return transcripts[0]
}

const sent = (body: unknown) => simulate.completed({ body: JSON.stringify(body) })

describe('transcripts of Smallest.ai', () => {
  it('come back as they were given to the simulator', async () => {
    const transcript: Transcript = {
      text: 'Hello. Hi there!',
      language: 'en',
      duration: 1.8,
      confidence: 0.9,
      words: [
        { text: 'Hello.', start: 0, end: 0.8, confidence: 0.98, speaker: 'speaker_1' },
        { text: 'Hi', start: 1, end: 1.2, speaker: 'speaker_0' },
        { text: 'there!', start: 1.3, end: 1.8, speaker: 'speaker_0' },
      ],
      utterances: [
        { text: 'Hello.', start: 0, end: 0.8, speaker: 'speaker_1' },
        { text: 'Hi there!', start: 1, end: 1.8, speaker: 'speaker_0' },
      ],
      speakers: ['speaker_1', 'speaker_0'],
    }
    expect(await transcriptOf(simulate.completed({ jobId: 'a', transcript }))).toEqual(transcript)
  })

  it('may have nothing but a text, or silence', async () => {
    const bare = { words: [], utterances: [], speakers: [] }
    expect(await transcriptOf(sent({ status: 'success', text: 'Hello.' }))).toEqual({
      text: 'Hello.',
      ...bare,
    })
    expect(await transcriptOf(sent({ status: 'success', transcription: '' }))).toEqual({ text: '', ...bare })
  })

  it('join punctuation that is listed as a word to the word before', async () => {
    const words = [
      { word: 'Hello', start: 0, end: 0.5, confidence: 0.98 },
      { word: ',', start: 0.5, end: 0.5, confidence: 1 },
      { word: 'this', start: 0.6, end: 0.8, confidence: 0.97 },
    ]
    const delivery = sent({ status: 'completed', job_id: 'a', result: { text: 'Hello, this', words } })
    expect((await transcriptOf(delivery))?.words).toEqual([
      { text: 'Hello,', start: 0, end: 0.5, confidence: 0.98 },
      { text: 'this', start: 0.6, end: 0.8, confidence: 0.97 },
    ])
  })

  it('have the turns of a self-hosted service', async () => {
    const transcript = await transcriptOf(simulate.simulate('self-host.diarized'))
    expect(transcript).toMatchObject({ utterances: [{ speaker: 'SPEAKER_00' }], speakers: ['SPEAKER_00'] })
  })

  it('leave out words without a text or times, and turns without a text', async () => {
    const transcript = await transcriptOf(
      sent({
        status: 'success',
        transcription: 'Hello.',
        words: [null, { word: 'Hello.' }, { start: 0, end: 1 }, { word: 'Hello.', start: 0, end: null }],
        utterances: ['Hello.', { start: 0 }, { transcript: 'Hello.', speaker: 0 }],
      }),
    )
    expect(transcript?.words).toEqual([])
    expect(transcript?.utterances).toEqual([{ text: 'Hello.', speaker: '0' }])
    expect(transcript?.speakers).toEqual(['0'])
  })

  it.each([
    [{ metadata: { duration: 5.28 }, audio_length: 6 }, 5.28],
    [{ metadata: {}, audio_length: 6 }, 6],
    [{ audio_length: 6 }, 6],
    [{ metadata: { duration: '5' } }, undefined],
  ])('last as long as %j says', async (body, duration) => {
    const transcript = await transcriptOf(sent({ status: 'success', transcription: 'Hello.', ...body }))
    expect(transcript?.duration).toBe(duration)
  })
})
