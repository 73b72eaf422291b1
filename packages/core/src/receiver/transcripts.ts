import { WebhookError } from '../error.ts'
import type { AnyEvent } from '../event.ts'
import type { Transcript } from '../transcript.ts'
import type { Routes } from './routes.ts'

/** The transcripts of events: those that came in the body, else fetched from the service. */
export interface Transcripts {
  /** @throws WebhookError `no_transcript`, `transcript_not_included`, and what the provider's `fetch` rejects with */
  all(event: AnyEvent): Promise<readonly Transcript[]>
  /** @throws WebhookError `several_transcripts`, `transcript_gone`, and what `all` throws */
  only(event: AnyEvent): Promise<Transcript>
}

export function createTranscripts(routes: Routes, signal: AbortSignal): Transcripts {
  // Several handlers of one event ask for the same.
  const fetched = new WeakMap<AnyEvent, Promise<readonly Transcript[]>>()

  async function fetch(event: AnyEvent): Promise<readonly Transcript[]> {
    const provider = routes.at(event.endpoint)
    if (provider?.api?.fetch !== undefined) return await provider.api.fetch(event, { signal })
    throw new WebhookError(
      'transcript_not_included',
      `The notice of ${jobOf(event)} carries no transcript. It cannot be fetched from the service.`,
      { provider: event.provider },
    )
  }

  function fetchOnce(event: AnyEvent): Promise<readonly Transcript[]> {
    const known = fetched.get(event)
    if (known !== undefined) return known
    const fetching = fetch(event).catch((error: unknown) => {
      fetched.delete(event)
      throw error
    })
    fetched.set(event, fetching)
    return fetching
  }

  async function all(event: AnyEvent): Promise<readonly Transcript[]> {
    if ('transcripts' in event && event.transcripts !== undefined && event.transcripts.length > 0) {
      return event.transcripts
    }
    if (event.type === 'transcript.completed' || event.type === 'transcript.ended') return fetchOnce(event)
    const { provider } = event
    throw new WebhookError('no_transcript', `A ${event.type} event has no transcript.`, { provider })
  }

  return {
    all,
    async only(event) {
      const [first, ...more] = await all(event)
      const { provider } = event
      if (first === undefined) {
        throw new WebhookError('transcript_gone', `The service has no transcript of ${jobOf(event)}.`, {
          provider,
        })
      }
      if (more.length === 0) return first
      throw new WebhookError(
        'several_transcripts',
        `The job has ${more.length + 1} transcripts. Use \`transcripts()\`.`,
        { provider },
      )
    },
  }
}

function jobOf({ jobId }: AnyEvent): string {
  return jobId === undefined ? 'a job without an id' : `job ${jobId}`
}
