import { isWebhookError, WebhookError } from '@stt-webhooks/core'
import { describe, expect, it } from 'vitest'

describe('WebhookError', () => {
  it('says who, what happened and what to do', () => {
    const cause = new Error('why')
    const error = new WebhookError('invalid_option', 'It happened. Do this.', { provider: 'rev-ai', cause })
    expect(error).toMatchObject({ name: 'WebhookError', code: 'invalid_option', provider: 'rev-ai', cause })
    expect(error.message).toBe('[stt-webhooks] [rev-ai] It happened. Do this.')
    expect(error).toBeInstanceOf(Error)
    expect('cause' in new WebhookError('internal', 'It happened.')).toBe(false)
    expect(new WebhookError('internal', 'It happened.').message).toBe('[stt-webhooks] It happened.')
  })

  it('is known by every copy of the package', () => {
    const fromAnotherCopy = Object.assign(new Error('x'), { '~sttWebhooksError': true, code: 'internal' })
    expect(isWebhookError(new WebhookError('internal', 'It happened.'))).toBe(true)
    expect(isWebhookError(fromAnotherCopy)).toBe(true)
    for (const other of [new Error('x'), { code: 'internal' }, 'x', null, undefined]) {
      expect(isWebhookError(other)).toBe(false)
    }
  })
})
