import { styleText } from 'node:util'

export type Style = Parameters<typeof styleText>[0]

/** Text in a style, if the stream is a terminal and NO_COLOR is not set. */
export function style(format: Style, text: string, stream: NodeJS.WriteStream = process.stdout): string {
  return styleText(format, text, { stream })
}
