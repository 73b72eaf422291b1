import type { Provider } from '@stt-webhooks/core'
import type { Simulator } from '@stt-webhooks/testing'
import { diagnose } from './diagnose.ts'
import { error, type Found, note, ok } from './finding.ts'
import { locate } from './locate.ts'
import { type Answer, probe } from './probe.ts'
import { probeDelivery } from './probe-delivery.ts'
import type { Trial } from './trial.ts'

export interface PublicParts {
  readonly trial: Trial
  /** The path of the configuration. */
  readonly path: string
  /** Origin and prefix, without a slash at the end. */
  readonly publicUrl: string
  simulator(url: string): Promise<Simulator>
}

export interface PublicCheck {
  readonly found: readonly Found[]
  /** The `Date` header of the first answer; missing if none came. */
  readonly date?: string | undefined
}

const small = 1_000
const large = 5_000_000

/** A token of our own form, signed by nobody: the receiver refuses every delivery whose URL carries it. */
const forgedToken = 'callback=cb1.stt-webhooks-doctor.forged'

/** Sends genuine deliveries through the address that the services use. */
export async function checkPublic(provider: Provider, parts: PublicParts): Promise<PublicCheck> {
  const { endpoint, answers } = provider
  const { path, publicUrl, trial } = parts
  const url = `${publicUrl}${path}/${endpoint}`
  const simulator = await parts.simulator(url)
  const local = await parts.simulator(`${path}/${endpoint}`)

  async function attempt(bytes: number): Promise<{ answer: Answer; found: Found | undefined }> {
    const delivery = probeDelivery(simulator, url, bytes)
    const answer = await probe(delivery, answers.timeoutMs)
    const { credential } = delivery
    return { answer, found: diagnose(answer, { provider, url, bytes, credential }) }
  }

  /** Nothing is sent of which our own reader would make more than that it is unknown. */
  async function refusal(bytes: number): Promise<Found | undefined> {
    const receipt = await trial(probeDelivery(local, `${path}/${endpoint}`, bytes))
    if (receipt?.outcome === 'body_too_large')
      return error(
        'own_body_limit',
        `The receiver's own limit is less than ${bytes} bytes: transcripts of long recordings are larger.`,
        'Raise `bodyLimit`; its default is 32,000,000.',
      )
    if (receipt?.outcome === 'refused')
      return note('not_sent', `Nothing was sent: the provider would refuse it (${receipt.reason}).`)
    return receipt?.events.every(({ type }) => type === 'webhook.unrecognized') === true
      ? undefined
      : note('not_sent', 'Nothing was sent: the provider would take it for a job.')
  }

  const unsent = await refusal(small)
  if (unsent !== undefined) return { found: [unsent] }
  const first = await attempt(small)
  const date = 'status' in first.answer ? first.answer.headers.date : undefined
  if ('status' in first.answer && first.answer.status === 404)
    return { found: [await locate(publicUrl, path, endpoint, answers.timeoutMs)], date }
  if (first.found !== undefined) return { found: [first.found], date }

  const found: Found[] = []
  if (!(await keepsQuery(simulator, url, answers.timeoutMs)))
    found.push(
      error(
        'query_stripped',
        'The query of the URL does not arrive: callback tokens, metadata, and what services add to the URL are lost.',
        'Let the proxy pass the query on ($request_uri, or $is_args$args, in nginx).',
      ),
    )
  const ownLimit = await refusal(large)
  const second = ownLimit === undefined ? await attempt(large) : undefined
  if (ownLimit !== undefined) found.push(ownLimit)
  if (second?.found !== undefined) found.push(second.found)
  return {
    found:
      found.length === 0
        ? [ok(`${url} took 1 kB in ${msOf(first.answer)} ms, and 5 MB in ${msOf(second?.answer)} ms.`)]
        : found,
    date,
  }
}

/** False if a delivery is taken that would have been refused with its query. */
async function keepsQuery(simulator: Simulator, url: string, timeoutMs: number): Promise<boolean> {
  const answer = await probe(probeDelivery(simulator, `${url}?${forgedToken}`, small), timeoutMs)
  return !('status' in answer) || answer.status < 200 || answer.status > 299
}

function msOf(answer: Answer | undefined): number {
  return answer !== undefined && 'ms' in answer ? answer.ms : 0
}
