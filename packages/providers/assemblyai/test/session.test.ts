import { assemblyai } from '@stt-webhooks/assemblyai'
import { simulator } from '@stt-webhooks/assemblyai/testing'
import { createReceiver, type Transcript } from '@stt-webhooks/core'
import { deliver } from '@stt-webhooks/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

// The same cases in every run.
fc.configureGlobal({ seed: 20_261_121 })

const simulate = simulator({ secret: 's3cret' })

/** What a handler gets of a delivery. */
async function transcriptOf(options: Parameters<typeof simulate.completed>[0]): Promise<Transcript> {
  const receiver = createReceiver([assemblyai({ secret: 's3cret' })])
  const received: Transcript[] = []
  receiver.on('transcript.completed', async (_, { transcript }) => {
    received.push(await transcript())
  })
  await deliver(receiver, simulate.completed(options))
  const [transcript, ...more] = received
  expect(more).toEqual([])
  return transcript ?? expect.fail('no handler ran')
}

const read = (...messages: readonly unknown[]): Promise<Transcript> =>
  transcriptOf({ body: JSON.stringify({ session_id: 's', messages }) })

const word = (text: unknown, more = {}) => ({ text, start: 100, end: 350, confidence: 0.5, ...more })
const turn = (transcript: unknown, more = {}) => ({ type: 'Turn', transcript, words: [], ...more })

describe('the transcript of a streaming session', () => {
  it('is empty if nobody spoke', async () => {
    const empty = { text: '', words: [], utterances: [], speakers: [] }
    expect(await read()).toEqual(empty)
    expect(await read(turn(''), turn(null))).toEqual(empty)
  })

  it('holds turns only', async () => {
    const { text } = await read({ type: 'Begin', id: 's' }, turn('Hi.'), null, 'x', {
      ...turn('no'),
      type: 'Other',
    })
    expect(text).toBe('Hi.')
  })

  it('takes the last message about a turn, in the place of the first', async () => {
    const { utterances } = await read(
      turn('hello', { turn_order: 0 }),
      turn('Bye.', { turn_order: 1 }),
      turn('Hello.', { turn_order: 0, turn_is_formatted: true }),
      turn('One.'),
      turn('Two.'),
    )
    expect(utterances.map(({ text }) => text)).toEqual(['Hello.', 'Bye.', 'One.', 'Two.'])
  })

  it('skips words that have no text or no time, and keeps them in the text', async () => {
    const { words, text } = await read(
      turn('One two three four.', {
        words: [
          word('One'),
          word('two', { start: null }),
          word('three', { end: '9' }),
          word(4),
          null,
          word('four.', { start: 0, confidence: null }),
        ],
      }),
    )
    expect(words).toEqual([
      { text: 'One', start: 0.1, end: 0.35, confidence: 0.5 },
      { text: 'four.', start: 0, end: 0.35 },
    ])
    expect(text).toBe('One two three four.')
  })

  it('names the speaker by the word, else by the turn, and keeps UNKNOWN as a label', async () => {
    const { words, utterances, speakers } = await read(
      turn('Hi there.', { speaker_label: 'UNKNOWN', words: [word('Hi', { speaker: 'B' }), word('there.')] }),
      turn('Yes.', { speaker_label: 'A', words: [word('Yes.')] }),
      turn('Hm.', { words: [word('Hm.')] }),
    )
    expect(words.map(({ speaker }) => speaker)).toEqual(['B', 'UNKNOWN', 'A', undefined])
    expect(utterances.map(({ speaker }) => speaker)).toEqual(['UNKNOWN', 'A', undefined])
    expect(speakers).toEqual(['B', 'UNKNOWN', 'A'])
  })

  it('leaves out the time of a turn without words', async () => {
    expect((await read(turn('Hi.'))).utterances).toEqual([{ text: 'Hi.' }])
  })
})

describe('the simulator of a streaming session', () => {
  const speaker = fc.constantFrom('A', 'B', 'UNKNOWN')
  const turns = fc.array(
    fc.record({ speaker, words: fc.array(fc.stringMatching(/^\w{1,8}$/), { minLength: 1 }) }),
  )

  it('sends any transcript so that it is read as it was', async () => {
    await fc.assert(
      fc.asyncProperty(turns, async (turns) => {
        const transcript = toTranscript(turns)
        expect(await transcriptOf({ jobId: 'a', transcript })).toEqual(transcript)
      }),
    )
  })

  it('sends a transcript without utterances as one turn', async () => {
    const words = [{ text: 'Hi.', start: 1, end: 2 }]
    const transcript = { text: 'Hi.', words, utterances: [], speakers: [] }
    expect(await transcriptOf({ transcript })).toMatchObject({
      text: 'Hi.',
      words,
      utterances: [{ text: 'Hi.', start: 1, end: 2 }],
    })
    expect((await transcriptOf({ transcript: { ...transcript, text: '', words: [] } })).utterances).toEqual(
      [],
    )
  })

  it('loses no word that no utterance covers', async () => {
    const words = [0, 5, 9].map((start) => ({ text: 'so', start, end: start + 1 }))
    const utterances = [
      { text: 'so', start: 1, end: 2 },
      { text: 'so so', start: 4, end: 6 },
    ]
    const read = await transcriptOf({ transcript: { text: 'so so so', words, utterances, speakers: [] } })
    expect(read.words).toMatchObject(words)
    expect(read.utterances).toMatchObject([{ start: 0 }, { start: 5, end: 10 }])
  })

  it('sends a given body rather than the transcript', async () => {
    const transcript = toTranscript([])
    const body = JSON.stringify({ session_id: 's', messages: [turn('From the body.')] })
    expect((await transcriptOf({ transcript, body })).text).toBe('From the body.')
  })
})

/** One word every second, each half a second long. */
function toTranscript(turns: readonly { speaker: string; words: readonly string[] }[]): Transcript {
  let second = 0
  const utterances = turns.map(({ speaker, words }) => ({
    speaker,
    words: words.map((text) => ({ text, start: second++, end: second - 0.5, confidence: 0.9, speaker })),
  }))
  return {
    text: turns.flatMap(({ words }) => words).join(' '),
    ...(turns.length > 0 && { language: 'en' }),
    words: utterances.flatMap(({ words }) => words),
    utterances: utterances.map(({ speaker, words }) => ({
      text: words.map(({ text }) => text).join(' '),
      start: words[0]?.start,
      end: words.at(-1)?.end,
      speaker,
    })),
    speakers: [...new Set(turns.map(({ speaker }) => speaker))],
  }
}
