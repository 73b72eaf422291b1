import { subject } from '@stt-webhooks/smallest-ai/testing'
import { providerSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'

describeChecks('smallest-ai', providerSuite(subject))
