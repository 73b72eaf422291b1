import { subject } from '@stt-webhooks/azure-speech/testing'
import { providerSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'

describeChecks('azure-speech', providerSuite(subject))
