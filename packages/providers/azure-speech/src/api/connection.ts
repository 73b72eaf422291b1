import { type Clock, createApiClient, type Transport } from '@stt-webhooks/api-client'
import { type AddressOptions, addressOf } from './address.ts'
import { authorization } from './api-key.ts'
import { createService, type Service } from './service.ts'

export interface ConnectionOptions extends AddressOptions {
  readonly fileHosts?: readonly string[] | undefined
  readonly transport?: Transport | undefined
}

/**
 * Opens nothing until the first call.
 * @throws WebhookError `invalid_option`
 */
export function connect(apiKey: string, options: ConnectionOptions, clock: Clock | undefined): Service {
  const credentials = authorization(apiKey)
  const address = addressOf(options)
  const client = createApiClient({
    provider: 'azure-speech',
    base: address.base,
    authorize: () => credentials,
    files: ['*.blob.core.windows.net', ...(options.fileHosts ?? [])],
    transport: options.transport,
    clock,
  })
  return createService(client, address)
}
