import { subject } from '@stt-webhooks/speechmatics/testing'
import { providerSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'

describeChecks('speechmatics', providerSuite(subject))
