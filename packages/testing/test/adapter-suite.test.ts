import { adapterSuite, convictions } from '@stt-webhooks/testing'
import { describeChecks } from '@stt-webhooks/testing/vitest'
import { describe, expect, test } from 'vitest'
import * as answers from './flawed-adapters/answers.ts'
import { honest } from './flawed-adapters/honest.ts'
import { type Adapter, hosting } from './flawed-adapters/host.ts'
import * as requests from './flawed-adapters/requests.ts'

describeChecks('an honest adapter', adapterSuite(hosting(honest)))

interface Flaw {
  readonly adapter: Adapter
  /** A check that must fail, among others. */
  readonly convicted: RegExp
}

const flaws: Readonly<Record<string, Flaw>> = {
  'takes serialized JSON for the exact bytes': {
    adapter: requests.serializesAgain,
    convicted: /keeps the value, a signed body with .* answered 503/,
  },
  'decodes the body to text and encodes it again': {
    adapter: requests.decodesToText,
    convicted: /a body with (?:invalid UTF-8|a byte order mark) is verified/,
  },
  'concatenates chunks as text': {
    adapter: requests.concatenatesChunks,
    convicted: /in chunks, cut within a character/,
  },
  'does not count the body while it comes': {
    adapter: requests.countsNothing,
    convicted: /is counted while it comes/,
  },
  'waits for a body that was parsed': {
    adapter: requests.readsParsedStreams,
    convicted: /keeps the value, a signed delivery is answered 503/,
  },
  'joins repeated headers': { adapter: requests.joinsHeaders, convicted: /comes twice/ },
  'picks one of repeated headers': { adapter: requests.picksHeaders, convicted: /comes twice/ },
  'loses the mount': { adapter: requests.forgetsMounts, convicted: /mounted under a prefix/ },
  'normalizes the URL': { adapter: requests.normalizesUrls, convicted: /as they came/ },
  'counts characters for content-length': {
    adapter: answers.countsCharacters,
    convicted: /handshake arrives whole/,
  },
  'answers 400 for our own trouble': {
    adapter: answers.blamesTheSender,
    convicted: /a handler that throws is answered 503/,
  },
  'drops the headers of the answer': {
    adapter: answers.dropsHeaders,
    convicted: /answered 405, with the methods/,
  },
  'reads the bodies of foreign routes': {
    adapter: answers.readsForeignBodies,
    convicted: /a foreign route gets/,
  },
  'swallows next() for foreign paths': {
    adapter: answers.swallowsNext,
    convicted: /get the 404 of the host/,
  },
  'calls next() for its own paths': { adapter: answers.alwaysCallsNext, convicted: /a genuine delivery/ },
  'closes before its answer is seen': { adapter: answers.resetsConnections, convicted: /sees the 413/ },
}

describe('a flawed adapter is convicted: it', () => {
  test.concurrent.each(Object.entries(flaws))(
    '%s',
    { timeout: 60_000 },
    async (_name, { adapter, convicted }) => {
      const found = await convictions(adapterSuite(hosting(adapter), { patienceMs: 100 }))
      expect(found.map(({ check }) => check).join('\n')).toMatch(convicted)
    },
  )
})
