import type { Logger, Outcome, Provider, Receiver, WebhookRequest, WebhookResponse } from '@stt-webhooks/core'

/** Where every provider listens; behind it comes the provider's name. */
export const path = '/webhooks/stt'

const later: WebhookResponse = { status: 503, headers: { 'retry-after': '1' }, body: null }

/** Outcomes of which the receiver logs nothing, and which show no event either. */
const silent: ReadonlySet<Outcome> = new Set<Outcome>(['duplicate', 'ignored', 'handshake'])

/**
 * The receiver as the command serves it: the first `failures` deliveries are turned away before it sees them, as by a
 * server that is down, and a delivery that shows no event leaves a line in the log.
 */
export function createDoor(
  receiver: Receiver,
  providers: readonly Provider[],
  failures: number,
  logger: Logger,
): Receiver {
  let turnedAway = 0

  function turnAway({ endpoint }: Provider): WebhookResponse {
    turnedAway++
    logger.warn(
      `[stt-webhooks] [${endpoint}] ${later.status}, as --fail asked: ${turnedAway} of ${failures}.`,
    )
    return later
  }

  return {
    ...receiver,
    async handle(request) {
      const target = turnedAway < failures ? targetOf(request, providers) : undefined
      if (target !== undefined) return turnAway(target)
      const receipt = await receiver.receive(request)
      if (receipt !== undefined && silent.has(receipt.outcome)) {
        const { endpoint, outcome, reason, response } = receipt
        const line = `[stt-webhooks] [${endpoint}] ${response.status} ${outcome}`
        logger.info(reason === undefined ? `${line}.` : `${line}: ${reason}.`)
      }
      return receipt?.response
    },
  }
}

/** The provider that a request is a delivery to; a browser that looks at the URL is none. */
function targetOf({ method, url }: WebhookRequest, providers: readonly Provider[]): Provider | undefined {
  if (!url.startsWith(`${path}/`)) return undefined
  const [endpoint] = url.slice(path.length + 1).split(/[/?#]/, 1)
  return providers.find((provider) => provider.endpoint === endpoint && provider.methods.includes(method))
}
