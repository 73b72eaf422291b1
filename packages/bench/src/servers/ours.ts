import { type AzureSpeechProvider, azureSpeech } from '@stt-webhooks/azure-speech'
import { secret } from '../bodies.ts'

export const providers: readonly [AzureSpeechProvider] = [azureSpeech({ secret })]
