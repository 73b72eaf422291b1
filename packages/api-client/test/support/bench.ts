import { type ApiClient, type ApiClientOptions, createApiClient } from '../../src/index.ts'
import { localTransport, type ManualClock, manualClock } from '../../src/testing.ts'
import { type Reply, type Service, startService } from './service.ts'

export const base = 'https://api.acme.com'
export const filesOrigin = 'https://files.acme.com'
/** The API key of all tests: it must be seen nowhere but in requests to the base. */
export const canary = 'canary-5f0d2c9e71'

export interface Bench {
  readonly client: ApiClient
  readonly clock: ManualClock
  readonly api: Service
  readonly files: Service
}

/** A client whose API and whose files are servers on this machine. */
export async function bench(
  replies: { readonly api?: Reply; readonly files?: Reply },
  options: Partial<ApiClientOptions> = {},
): Promise<Bench> {
  const unexpected: Reply = (response) => response.writeHead(418).end()
  const api = await startService(replies.api ?? unexpected)
  const files = await startService(replies.files ?? unexpected)
  const clock = manualClock()
  const client = createApiClient({
    provider: 'acme',
    base,
    authorize: () => ({ authorization: `Bearer ${canary}` }),
    files: ['files.acme.com'],
    transport: localTransport({ [base]: api.url, [filesOrigin]: files.url }),
    clock,
    ...options,
  })
  return { client, clock, api, files }
}

/** What a promise rejects with. */
export async function rejection(work: Promise<unknown>): Promise<unknown> {
  try {
    await work
  } catch (error) {
    return error
  }
  throw new Error('it did not reject')
}
