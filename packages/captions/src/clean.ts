/**
 * One line without control characters. No-break spaces stay: they are part of how a language is written. So do the marks of
 * writing directions.
 */
export function cleanText(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp} ]+/gu, ' ').trim()
}

/** For formats that have no escapes: parsers take a line with an arrow for times. */
export function withoutArrows(text: string): string {
  return text.replace(/-{2,}>/g, '->')
}
