/** Text of a sender, fit for a terminal: control characters could move its cursor or change its title. */
export function printable(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/\p{Cc}/gu, '\uFFFD')
}

const longest = 400

export function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}
