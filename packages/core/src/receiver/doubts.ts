import type { Provider } from '../contract.ts'
import type { Handlers } from './handlers.ts'
import type { Log } from './log.ts'

/**
 * Warns, once for each endpoint, when handlers of `transcript.completed` wait for a service whose notices do not say whether a
 * transcription succeeded: without an API key they would wait for ever, and nothing else would tell.
 */
export function createDoubts(handlers: Handlers, log: Log): (provider: Provider) => void {
  const warned = new Set<string>()
  return function doubt({ provider, endpoint, api, classifiesWith }) {
    if (api?.classify !== undefined || warned.has(endpoint)) return
    if (!handlers.has('transcript.completed') || handlers.has('transcript.ended')) return
    warned.add(endpoint)
    const other = classifiesWith === undefined ? 'Handle' : `Set the option \`${classifiesWith}\`, or handle`
    log.warn(
      `[stt-webhooks] [${provider}] Notices on /${endpoint} do not tell whether a transcription succeeded, so that no handler of ` +
        `transcript.completed is called. ${other} transcript.ended.`,
    )
  }
}
