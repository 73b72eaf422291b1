import { describe, expect, it } from 'vitest'
import { type CaptionOptions, toSrt, toVtt } from '../src/index.ts'
import { interview } from './support/interview.ts'

const senseless: CaptionOptions[] = [
  { maxLineLength: 0 },
  { maxLineLength: 1.5 },
  { maxLines: 0 },
  { maxLines: Number.POSITIVE_INFINITY },
  { maxDuration: 0 },
  { maxDuration: Number.NaN },
  { minDuration: -1 },
  { minDuration: Number.POSITIVE_INFINITY },
  { maxGap: -1 },
]

describe('options', () => {
  it.each(senseless)('%o is refused', (options) => {
    const [name] = Object.keys(options)
    const refused = expect.objectContaining({
      code: 'invalid_option',
      message: expect.stringContaining(`${name} `),
    })
    expect(() => toSrt(interview, options)).toThrow(refused)
    expect(() => toVtt(interview, options)).toThrow(refused)
  })

  it('that are undefined are those by default', () => {
    const nothing = { maxLineLength: undefined, maxDuration: undefined, speakers: undefined }
    expect(toSrt(interview, nothing)).toBe(toSrt(interview))
  })
})
