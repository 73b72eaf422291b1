import type { Transcript } from '@stt-webhooks/core'
import { say, speak, transcriptOf } from './transcript.ts'

const question = 'Good morning, Dr. Smith. You said that R&D costs are < 5 % of sales. Is that still so?'
const answer =
  'No. They have grown every year since we opened the second laboratory, and I expect that they will go on growing until the new building is paid for.'
const thanks = 'Thank you.'

/** Two speakers, a long sentence, a pause, and characters that WebVTT must escape. */
export const interview: Transcript = transcriptOf({
  language: 'en',
  words: [
    ...speak(question, { start: 0.5, speaker: 'A', pace: 0.28 }),
    ...speak(answer, { start: 6.2, speaker: 'B', pace: 0.31 }),
    ...speak(thanks, { start: 17.5, speaker: 'A', pace: 0.3 }),
  ],
  utterances: [say(question, 0.5, 5.82, 'A'), say(answer, 6.2, 14.88, 'B'), say(thanks, 17.5, 18.1, 'A')],
})
