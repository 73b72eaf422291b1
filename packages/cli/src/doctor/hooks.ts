import { type HookReport, isWebhookError, type Provider } from '@stt-webhooks/core'
import { withoutPrefix } from './api.ts'
import { error, type Found, note, ok, warning } from './finding.ts'

const patienceMs = 30_000

/** How the hooks are that the service keeps for the account; nothing where it keeps none, or cannot be asked. */
export async function checkHooks({ api }: Provider, url: string | undefined): Promise<readonly Found[]> {
  if (api?.checkHooks === undefined) return []
  try {
    const hooks = await api.checkHooks(url, { signal: AbortSignal.timeout(patienceMs) })
    if (url === undefined)
      return [
        note('hook_unknown', 'Whether a hook leads here is not known.', 'Set `publicUrl`.'),
        ...hooks.map(toFound),
      ]
    const ours = hooks.filter(({ isOurs }) => isOurs)
    if (ours.length > 0) return ours.map(toFound)
    return [
      error(
        'hook_missing',
        `None of its ${hooks.length} hooks leads to ${url}.`,
        'Register one with this URL.',
      ),
    ]
  } catch (trouble) {
    const reason = isWebhookError(trouble) ? withoutPrefix(trouble.message) : 'no answer in time.'
    return [
      error('hooks_unknown', `Its hooks could not be asked for: ${reason}`, 'See what is said of its API.'),
    ]
  }
}

function toFound({ id, state, reason }: HookReport): Found {
  const why = reason === undefined ? '' : ` (${reason})`
  switch (state) {
    case 'working':
      return ok(`The hook ${id} works.`)
    case 'unconfirmed':
      return error(
        'hook_unconfirmed',
        `The hook ${id} was never confirmed${why}.`,
        'Register it again while the application runs: it answers the challenge.',
      )
    case 'paused':
      return warning(
        'hook_paused',
        `The hook ${id} was switched off by a person${why}.`,
        'Switch it on again, with its secret.',
      )
    case 'failed':
      return error(
        'hook_failed',
        `The service has switched the hook ${id} off${why}.`,
        'See that deliveries are answered, then switch it on again, with its secret.',
      )
    case 'unknown':
      return note('hook_unknown', `The state of the hook ${id} is not one we know${why}.`)
  }
}
