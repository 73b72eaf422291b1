/** Milliseconds since 1970 as ISO 8601. Deliveries of one millisecond share the text: to write a date takes as long as to parse a notice. */
export function createIsoTime(): (milliseconds: number) => string {
  let known = Number.NaN
  let text = ''
  return (milliseconds) => {
    if (milliseconds !== known) {
      text = new Date(milliseconds).toISOString()
      known = milliseconds
    }
    return text
  }
}
