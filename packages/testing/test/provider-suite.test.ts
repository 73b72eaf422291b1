import { convictions, providerSuite } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import { describe, expect, it } from 'vitest'
import * as credentials from './flawed-providers/credentials.ts'
import * as readers from './flawed-providers/readers.ts'
import { type Flaw, subjectOf } from './flawed-providers/service.ts'
import * as verifiers from './flawed-providers/verifiers.ts'

const { signature, timedSignature, secretInHeader, tokenInUrl } = credentials

for (const [name, credential] of Object.entries(credentials)) {
  describeChecks(`an honest provider with ${name}`, providerSuite(subjectOf(credential)))
}

/** What is wrong, and the check that must tell it. */
type Verdict = readonly [what: string, flaw: Flaw, check: string, credential?: credentials.Credential]

const exactBytes = 'verifies the exact bytes, and nothing else'
const kept = 'reads its own done again out of an inbox, which holds no credential'
const ownDelivery = 'accepts its own done, once'
const forged = (what: string) => `refuses every delivery with ${what}`
const stranger = (what: string) => `keeps its calm at a genuine delivery with ${what}`
const timely = 'refuses a delivery whose time is more than 300 s away'
const trouble = 'asks a secret function, refuses without an answer, and answers 503 when it throws'
const declared = 'declares answers that its service takes'

const verdicts: readonly Verdict[] = [
  ['decodes the body to text before it verifies', verifiers.decodesToText, exactBytes],
  ['drops a byte order mark before it verifies', verifiers.dropsByteOrderMark, exactBytes],
  ['serializes the JSON again before it verifies', verifiers.serializesAgain, exactBytes],
  ['verifies what a parser left', verifiers.takesParsedBodies, exactBytes],
  [
    'accepts an empty secret',
    verifiers.acceptsEmptySecret,
    'throws at construction for a missing, empty or blank secret',
  ],
  [
    'accepts bytes for a secret',
    verifiers.checksForFalsiness,
    'throws at construction for a missing, empty or blank secret',
  ],
  ['verifies nothing when the header is missing', verifiers.skipsMissingHeader, forged('no credential')],
  ['verifies nothing when the header is empty', verifiers.skipsEmptyHeader, forged('an empty credential')],
  ['compares only the start', verifiers.comparesPrefix, forged('a credential changed in its middle')],
  ['compares only as much as is given', verifiers.comparesWhatIsGiven, forged('a credential cut short')],
  ['compares only as much as it expects', verifiers.comparesWhatIsExpected, forged('a longer credential')],
  ['looks for the signature anywhere', verifiers.searchesSignature, forged('a credential in brackets')],
  ['compares both ends', verifiers.comparesBothEnds, forged('a credential changed in its middle')],
  [
    'takes its own trouble for proof',
    verifiers.takesTroubleForProof,
    'refuses a credential that comes twice',
  ],
  ['takes its own trouble for a forgery', verifiers.takesTroubleForForgery, trouble],
  [
    'knows one secret only',
    verifiers.knowsOneSecret,
    'accepts the old and the new secret during a rotation, and no third',
  ],
  ['shows the secret in the log', verifiers.tellsTheSecret, forged('another credential')],
  ['shows the right signature in the log', verifiers.tellsTheSignature, forged('another credential')],
  ['does not say what proved an event', verifiers.saysNothingOfProof, ownDelivery],
  ['never checks the time', verifiers.forgetsTheTime, timely, timedSignature],
  ['checks the time for the past only', verifiers.trustsTheFuture, timely, timedSignature],
  ['refuses unknown shapes', verifiers.refusesUnknownShapes, stranger('an empty object')],

  ['gives every copy another id', readers.makesUpIds, ownDelivery],
  ['emits one fact twice', readers.emitsTwice, ownDelivery],
  [
    'names facts by the body',
    readers.namesFactsByBody,
    'gives success and failure of one job the same event id',
  ],
  ['names all facts alike', readers.namesAllFactsAlike, 'gives two jobs two event ids'],
  ['keeps the secret of the header', readers.keepsTheSecret, ownDelivery, secretInHeader],
  ['keeps the secret of the URL', readers.keepsTheUrl, ownDelivery, tokenInUrl],
  [
    'keeps credentials of the body',
    readers.keepsCredentialsOfTheBody,
    'removes credentials and signed queries from raw',
  ],
  ['lets the token of the URL be kept', readers.letsTheTokenBeKept, kept, tokenInUrl],
  ['reads a header that nobody keeps', readers.readsAHeaderThatNobodyKeeps, kept],
  ['emits what JSON cannot hold', readers.keepsDates, ownDelivery],
  ['ignores unknown shapes', readers.ignoresUnknownShapes, stranger('an empty list')],
  ['takes unknown shapes for success', readers.takesUnknownForSuccess, stranger('a number')],
  ['throws at unknown shapes in its handshake', readers.asksForMoreThanItNeeds, stranger('null')],
  ['emits an event for a handshake', readers.emitsForHandshakes, 'challenge.json → handshake'],
  ['answers events as handshakes', readers.answersAllAsHandshakes, 'done.json → transcript.completed'],
  ['takes failure for success', readers.takesFailureForSuccess, 'failed.json → transcript.failed'],
  [
    'listens on one endpoint only',
    readers.ignoresTheEndpoint,
    'listens on its own name, or on the endpoint it is given',
  ],
  ['answers success by a redirect', readers.redirects, declared],
  ['gives up after 503', readers.givesUpAtTrouble, declared],
]

describe('a provider that', () => {
  for (const [what, flaw, check, credential = signature] of verdicts) {
    it(`${what} is convicted`, async () => {
      const checks = providerSuite(subjectOf(credential, flaw))
      const found = await convictions(checks)
      expect(found.map((one) => one.check)).toContain(check)
      // Broken promises, not a broken test.
      expect(found.length).toBeLessThan(checks.length / 2)
      for (const { error } of found) expect(error).toMatchObject({ name: 'AssertionError' })
    })
  }
})

it('every flaw is put before the suite', () => {
  const flaws = [...Object.values(verifiers), ...Object.values(readers)]
  expect(new Set(verdicts.map(([, flaw]) => flaw))).toEqual(new Set(flaws))
})
