import { WebhookError } from '@stt-webhooks/core/provider'
import type { UnsafeUrl } from '../url/unsafe-url.ts'
import type { Target } from './target.ts'
import type { Again } from './verdict.ts'

/** The errors that a call can end with. None has a cause: what undici, `JSON.parse` and the DNS throw quotes bodies, headers and URLs. */
export interface Failures {
  unsafe(error: UnsafeUrl): WebhookError
  refused(target: Target, status: number): WebhookError
  redirected(target: Target, status: number): WebhookError
  answered(target: Target, what: string): WebhookError
  gaveUp(target: Target, last: Again, tries: number): WebhookError
}

const remedies = {
  api: 'Check the base of the API, and whether the service has changed.',
  file: 'Ask the service for a new link: they expire.',
}

export function createFailures(provider: string, keyOption: string): Failures {
  return {
    unsafe: ({ message }) =>
      new WebhookError(
        'unsafe_url',
        `A URL was not called: ${message}. Only public https hosts of the service are.`,
        {
          provider,
        },
      ),
    refused: (target, status) =>
      target.kind === 'file'
        ? new WebhookError('api_answer', `${target.name} answered ${status}. ${remedies.file}`, { provider })
        : new WebhookError(
            'api_key_refused',
            `${target.name} answered ${status}. Check \`${keyOption}\`: the key must be whole, valid, allowed to do this, and of this region.`,
            { provider },
          ),
    redirected: ({ name, kind }, status) =>
      new WebhookError(
        'unsafe_url',
        `${name} answered ${status}. Redirects are not followed. ${remedies[kind]}`,
        {
          provider,
        },
      ),
    answered: ({ name, kind }, what) =>
      new WebhookError('api_answer', `${name} answered ${what}. ${remedies[kind]}`, { provider }),
    gaveUp: (target, last, tries) => {
      const times = tries === 1 ? 'once' : `${tries} times`
      const pause =
        last.retryAfterMs === undefined
          ? ''
          : ` It wants to be left alone for ${Math.ceil(last.retryAfterMs / 1_000)} s.`
      const { code, meaning } = endings[last.again]
      const isOpen = !target.isRepeatable && last.isUndone !== true
      return new WebhookError(
        code,
        `${target.name} was asked ${times}; the last answer was ${last.seen}.${pause} ${isOpen ? unknownOutcome : meaning}`,
        { provider },
      )
    },
  }
}

const unknownOutcome = 'Whether the service did it is not known. Look before you try again.'

const endings = {
  gone: {
    code: 'transcript_gone',
    meaning: 'It was deleted, has expired, or belongs to another account or region.',
  },
  not_ready: { code: 'not_ready', meaning: 'It is not ready yet. Ask again later.' },
  garbled: { code: 'api_answer', meaning: 'The body is not whole. Try again later.' },
  unavailable: { code: 'api_unavailable', meaning: 'Try again later.' },
} as const
