import type { FakeAnswer, Fixture } from '@stt-webhooks/testing'

/** The answers that are printed in the documentation. */
export interface Samples {
  /** @throws RangeError if there is no such file */
  bytes(file: string): Uint8Array
  /** The body of an error of the API. */
  error(status: 400 | 401 | 403 | 404 | 429, headers?: Readonly<Record<string, string>>): FakeAnswer
}

export function createSamples(fixtures: readonly Fixture[]): Samples {
  const files = new Map(fixtures.map(({ file, bytes }) => [file, bytes]))

  function bytes(file: string): Uint8Array {
    const found = files.get(file)
    if (found === undefined) throw new RangeError(`There is no sample ${file}.`)
    return found
  }
  const errors: Readonly<Record<string, unknown>> = JSON.parse(
    new TextDecoder().decode(bytes('v30-errors.json')),
  )
  return {
    bytes,
    error: (status, headers = {}) => ({
      status,
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(errors[status]),
    }),
  }
}
