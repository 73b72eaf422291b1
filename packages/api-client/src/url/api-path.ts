import { UnsafeUrl } from './unsafe-url.ts'

/** A path below the base of an API. Made by `path` only, so that no id gets into a URL without being encoded. */
export class ApiPath {
  readonly #text: string | undefined

  /** `undefined`: a value was empty, and the path without it would be another one. */
  constructor(text: string | undefined) {
    this.#text = text
  }

  /** @throws UnsafeUrl */
  static textOf(path: unknown): string {
    const text = typeof path === 'object' && path !== null && #text in path ? path.#text : undefined
    if (text?.startsWith('/')) return text
    throw new UnsafeUrl('its path has an empty part, does not start with / or was not made by the tag `path`')
  }
}

/**
 * Builds a path from what the author wrote and what came from outside: path`/v2/transcript/${id}/sentences`.
 * Each value is encoded and stays in its place; one that cannot (`.`, `..`, an empty one) makes the call fail with `unsafe_url`.
 */
export function path(texts: TemplateStringsArray, ...values: readonly (string | number)[]): ApiPath {
  const encoded = values.map(encode)
  if (encoded.includes('')) return new ApiPath(undefined)
  return new ApiPath(texts.map((text, index) => text + (encoded[index] ?? '')).join(''))
}

function encode(value: string | number): string {
  // Half a character cannot be encoded. What stands for it is in no id either.
  return encodeURIComponent(String(value).replace(/\p{Surrogate}/gu, '\u{fffd}'))
}

/**
 * The URL of a path below a base.
 * @throws UnsafeUrl if the path would be another one once it is a URL
 */
export function apiUrl(base: URL, apiPath: ApiPath): URL {
  const wanted = base.pathname.replace(/\/$/, '') + ApiPath.textOf(apiPath)
  const url = new URL(base)
  url.pathname = wanted
  // `.` and `..` cannot be encoded: a URL parser removes them in every spelling.
  if (url.pathname !== wanted) throw new UnsafeUrl('a part of its path is `.`, `..` or not encoded')
  return url
}
