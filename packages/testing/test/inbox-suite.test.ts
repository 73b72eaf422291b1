import { inboxMemory } from '@stt-webhooks/core'
import { type InboxSubject, inboxSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import { HonestInbox } from './flawed-inboxes/honest.ts'
import { subjectOf } from './flawed-inboxes/subject.ts'

const memory: InboxSubject = { durable: false, open: (_store, settings) => inboxMemory(settings) }

describeChecks('the memory inbox', inboxSuite(memory))
describeChecks('an honest inbox', inboxSuite(subjectOf(HonestInbox), { ids: 10, copies: 10 }))
