/** For texts that end in a log. */
export function withoutUrls(text: string): string {
  return text.replace(/\bhttps?:\/\/\S+/gi, '(URL)')
}
