import { expect, it } from 'vitest'
import { toSrt, toText, toVtt } from '../src/index.ts'
import { interview } from './support/interview.ts'

const speakers = { A: 'Anna Weiß', B: 'Dr. Smith' }

it.each([
  ['interview.srt', toSrt(interview)],
  ['interview.vtt', toVtt(interview)],
  ['interview.txt', toText(interview)],
  ['interview-named.srt', toSrt(interview, { speakers })],
  ['interview-named.vtt', toVtt(interview, { speakers })],
  ['interview-named.txt', toText(interview, { speakers })],
  ['interview-narrow.srt', toSrt(interview, { speakers: false, maxLineLength: 24, maxLines: 1 })],
])('%s', async (file, output) => {
  await expect(output).toMatchFileSnapshot(`golden/${file}`)
})
