import type { WebhookErrorCode } from '@stt-webhooks/core'
import { isWebhookError, type Provider } from '@stt-webhooks/core'
import { describe } from '../failure.ts'
import { hearDate } from './clock.ts'
import { error, type Found, note, ok } from './finding.ts'

export interface ApiCheck {
  readonly found: Found
  /** The `Date` header of an answer, and when it came by our clock. */
  readonly clock?: { readonly date: string; readonly at: number } | undefined
}

const patienceMs = 30_000

/** Asks for the newest page of jobs: the cheapest call that needs the key. */
export async function checkApi({ api }: Provider, now: () => number): Promise<ApiCheck> {
  const listJobs = api?.listJobs
  if (listJobs === undefined) {
    const message =
      'Its API is not asked: no API key is configured, or it has no list of jobs. What gets lost on the way stays lost.'
    return { found: note('no_api', message, 'Set `apiKey`, so that sweeps can find lost webhooks.') }
  }
  let found = ok('Its API answers, and takes the key.')
  const clock = await hearDate(async () => {
    try {
      const pages = listJobs(new Date(now()), { signal: AbortSignal.timeout(patienceMs) })
      for await (const _ of pages) break
    } catch (trouble) {
      found = toFound(trouble)
    }
  }, now)
  return { found, clock }
}

const fixes: Readonly<Partial<Record<WebhookErrorCode, string>>> = {
  api_key_refused: 'Copy the key anew from the account that submits the jobs, and check the region.',
  api_unavailable:
    'Check the region or `apiUrl`, the DNS, and whether this machine may call out (proxy, firewall).',
  unsafe_url: 'Check the region or `apiUrl`, and what the DNS of this machine says of its host.',
}

function toFound(trouble: unknown): Found {
  if (!isWebhookError(trouble)) {
    const isLate = trouble instanceof Error && trouble.name === 'TimeoutError'
    const message = isLate ? `none within ${patienceMs / 1000} s` : describe(trouble)
    return error('api_unavailable', `Its API gave no answer: ${message}.`, fixes.api_unavailable ?? '')
  }
  const { code, message } = trouble
  return error(
    code,
    withoutPrefix(message),
    fixes[code] ?? 'Look at the status page of the service, and try again.',
  )
}

export function withoutPrefix(message: string): string {
  return message.replace(/^(?:\[[^\]]*\] )+/, '')
}
