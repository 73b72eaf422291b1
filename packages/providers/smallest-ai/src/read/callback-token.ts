import { type Delivery, isRecord } from '@stt-webhooks/core/provider'

/** The query of the callback URL without the token: the rest is the user's metadata. */
export function queryOf(delivery: Delivery, parameter: string): URLSearchParams {
  const query = new URLSearchParams(delivery.query)
  query.delete(parameter)
  return query
}

/**
 * The body without the token, should the service repeat the callback URL in it, in a field or within an error text. The token is
 * taken out of URLs only: a poor one (`test`) may well be a word of the transcript.
 */
export function bodyOf(delivery: Delivery, parameter: string): unknown {
  const body = delivery.json()
  const tokens = [delivery.token ?? '', ...delivery.query.getAll(parameter)].filter((token) => token !== '')
  const forms = tokens.flatMap((token) => [token, encodeURIComponent(token), formEncoded(token)])
  return forms.some((form) => delivery.text().includes(form)) ? withhold(body, forms) : body
}

function withhold(value: unknown, forms: readonly string[]): unknown {
  if (typeof value === 'string') {
    return value.replace(/https?:\/\/\S+/gi, (url) =>
      forms.reduce((rest, form) => rest.replaceAll(form, '***'), url),
    )
  }
  if (Array.isArray(value)) return value.map((item) => withhold(item, forms))
  if (!isRecord(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withhold(item, forms)]))
}

/** How `URLSearchParams` writes a value: other characters are encoded than in a path. */
function formEncoded(value: string): string {
  return new URLSearchParams({ '': value }).toString().slice(1)
}
