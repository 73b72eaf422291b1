import { redactUrl } from '@stt-webhooks/core/provider'

/** A URL in a text ends at white space or at a quote. */
const urls = /\bhttps?:\/\/[^\s"'<>]+/gi

/** Cuts from each URL in a text what may open something by itself. */
export function withoutUrlQueries(text: string): string {
  return text.replace(urls, (url) => redactUrl(url).replace(/[?#].*$/s, ''))
}
