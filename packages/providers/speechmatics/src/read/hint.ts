/** What a part's name promises where its content cannot tell. `'transcript'` leaves the format open. */
export type Hint = 'transcript' | 'txt' | 'srt' | 'alignment' | 'text' | 'data'

/** The words of `contents` but those for JSON, which tells by itself what it is. `data_file` is the one part sent where `contents` is absent. */
const names: Readonly<Record<string, Hint>> = {
  transcript: 'transcript',
  'transcript.txt': 'txt',
  'transcript.srt': 'srt',
  alignment: 'alignment',
  'alignment.word_start_and_end': 'alignment',
  'alignment.one_per_line': 'alignment',
  text: 'text',
  data: 'data',
  data_file: 'transcript',
}

const extensions: Readonly<Record<string, Hint>> = { txt: 'txt', srt: 'srt' }

/** By a part's name or its file name; undefined for JSON and for strangers. */
export function hintOf(name: string): Hint | undefined {
  return lookUp(names, name) ?? lookUp(extensions, name.slice(name.lastIndexOf('.') + 1))
}

function lookUp(table: Readonly<Record<string, Hint>>, key: string): Hint | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
