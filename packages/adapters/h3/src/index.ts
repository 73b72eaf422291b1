import { createAdapter, type SttWebhooks } from '@stt-webhooks/core/adapter'
import { answerVersion1, fromVersion1, type Version1Event } from './version-1.ts'
import { answerVersion2, fromVersion2, type Version2Event } from './version-2.ts'

/** Fits `app.use()` of h3 1 and 2; what resolves to undefined is left to the next one. */
export type H3Middleware = (event: Version1Event | Version2Event) => Promise<string | undefined>

/** Receives the webhooks of the given providers in an h3 application. */
export const sttWebhooks: SttWebhooks<H3Middleware> = createAdapter(({ handle }) => async (event) => {
  if (isVersion1(event)) {
    const answer = await handle(fromVersion1(event))
    return answer === undefined ? undefined : answerVersion1(event, answer)
  }
  const answer = await handle(fromVersion2(event))
  return answer === undefined ? undefined : answerVersion2(event, answer)
})

/** An event of h3 2 has a runtime where it has a Node request. */
function isVersion1(event: Version1Event | Version2Event): event is Version1Event {
  return event.runtime === undefined && 'node' in event && event.node !== undefined
}
