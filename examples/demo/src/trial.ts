import type { AnyEvent, Receiver } from '@stt-webhooks/core'
import { type Simulator, send } from '@stt-webhooks/testing'

/** What happened to one kind of delivery: sent as the service sends it, sent again, and sent by somebody else. */
export interface Trial {
  readonly name: string
  readonly events: readonly AnyEvent[]
  /** What was said, from the body or from the service's API. */
  readonly text?: string | undefined
  /** The service asked whether the URL is ours; no event belongs to that. */
  readonly handshake: boolean
  readonly normalised: boolean
  readonly handledOnce: boolean
  readonly forgeryRefused: boolean
}

export async function runTrial(
  receiver: Receiver,
  name: string,
  jobId: string,
  genuine: Simulator,
  forger: Simulator,
): Promise<Trial> {
  const seen: AnyEvent[] = []
  let text: string | undefined
  const stop = receiver.onAny({ name: 'demo' }, async (event, { transcripts }) => {
    if (event.type === 'transcript.completed') text = (await transcripts())[0]?.text
    seen.push(event)
  })
  const handshakes = receiver.counts().handshake ?? 0
  const forged = await send(forger.simulate(name, { jobId }))
  const afterForgery = seen.length
  const first = await send(genuine.simulate(name, { jobId }))
  const handshake = (receiver.counts().handshake ?? 0) > handshakes
  const events = [...seen]
  const second = await send(genuine.simulate(name, { jobId }))
  stop()
  const isKnown = events.length > 0 && events.every((event) => event.type !== 'webhook.unrecognized')
  return {
    name,
    events,
    text,
    handshake,
    normalised: first.status === 200 && (handshake ? events.length === 0 : isKnown),
    handledOnce: second.status === 200 && seen.length === events.length,
    forgeryRefused: forged.status === 401 && afterForgery === 0,
  }
}
