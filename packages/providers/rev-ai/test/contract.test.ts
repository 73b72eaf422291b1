import { subject } from '@stt-webhooks/rev-ai/testing'
import { providerSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'

describeChecks('rev-ai', providerSuite(subject))
