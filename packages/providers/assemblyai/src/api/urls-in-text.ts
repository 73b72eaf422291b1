import { redactUrl } from '@stt-webhooks/core/provider'

const urls = /\bhttps?:\/\/\S+/gi

/** Without what opens a file by itself: AssemblyAI quotes the URL of the audio as it was given, signature included. */
export function withoutUrlQueries(text: string): string {
  return text.replace(urls, (url) => redactUrl(url).replace(/[?#].*$/s, ''))
}

/** For texts that end in a log. */
export function withoutUrls(text: string): string {
  return text.replace(urls, '(URL)')
}
