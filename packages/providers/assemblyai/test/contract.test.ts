import { subject } from '@stt-webhooks/assemblyai/testing'
import { providerSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'

describeChecks('assemblyai', providerSuite(subject))
