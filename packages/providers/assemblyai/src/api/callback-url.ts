import { invalidOption } from './invalid-option.ts'

/**
 * The URL that AssemblyAI is to call, with the metadata in its query.
 * @throws WebhookError `invalid_option`
 */
export function callbackUrl(text: string, metadata: Readonly<Record<string, string>>): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !['https:', 'http:'].includes(url.protocol)) {
    throw invalidOption(
      '`url` is not an absolute http or https URL. Give the one under which this server is reached from outside.',
    )
  }
  const taken = Object.keys(metadata).find((key) => url.searchParams.has(key))
  if (taken !== undefined) {
    throw invalidOption(`The query of \`url\` has "${taken}" already. Give the metadata another key.`)
  }
  const query = new URLSearchParams(metadata).toString()
  // Written behind what is there: `searchParams` would encode that anew, and a signed URL must stay as it is.
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`
  return url.href
}
