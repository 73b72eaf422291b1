/** One word of a script; `mark` is the punctuation behind it. Times in seconds, to the hundredth, which every service can tell. */
export interface ScriptWord {
  readonly word: string
  readonly mark: string
  readonly start: number
  readonly end: number
  readonly confidence: number
}

interface Turn {
  readonly speaker: number
  readonly words: readonly ScriptWord[]
}

/** What was said, in no service's form. */
export interface Script {
  readonly language: string
  /** Seconds. */
  readonly duration: number
  readonly turns: readonly Turn[]
}

const lines: readonly (readonly [speaker: number, text: string])[] = [
  [0, 'Good morning, how can I help?'],
  [1, 'My order is late; it was promised for Friday.'],
  [1, 'Nobody called me.'],
  [0, 'I am sorry. Let me check!'],
  [1, 'Naïve as I am, I waited über an hour.'],
  [0, 'Done.'],
]

/** Two speakers, two sentences in a row by one of them, punctuation of several kinds, letters beyond ASCII. */
export function createScript(): Script {
  let time = 0.5
  const turns = lines.map(([speaker, text]) => {
    const words = text.split(' ').map((token, index) => {
      const [, word = '', mark = ''] = /^(.*?)([.,;!?]*)$/.exec(token) ?? []
      const start = hundredths(time)
      const end = hundredths(time + 0.1 + word.length * 0.04)
      time = end + 0.07
      return { word, mark, start, end, confidence: hundredths(0.99 - index * 0.01) }
    })
    time += 0.8
    return { speaker, words }
  })
  return { language: 'en', duration: Math.ceil(time), turns }
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100
}
