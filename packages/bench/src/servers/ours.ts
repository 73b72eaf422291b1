import { type AzureSpeechProvider, azureSpeech } from '@stt-webhooks/azure-speech'
import type { Logger } from '@stt-webhooks/core'
import { secret } from '../bodies.ts'

export const providers: readonly [AzureSpeechProvider] = [azureSpeech({ secret })]

const nothing = () => undefined
export const silent: Logger = { info: nothing, warn: nothing, error: nothing }
