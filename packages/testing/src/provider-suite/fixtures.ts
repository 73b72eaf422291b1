import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import { deliver } from '../deliver.ts'
import type { Fixture } from '../fixtures.ts'
import type { ProviderSubject } from '../provider-suite.ts'
import { type SimulatedDelivery, withQuery } from '../simulator.ts'
import { createBench } from './bench.ts'

/** Every fixture has its documented outcome. The checks' names are the table: file → events. */
export function fixtureChecks(subject: ProviderSubject): readonly Check[] {
  const provider = subject.createUnauthenticated()
  return subject.fixtures.map((fixture) => ({
    name: `${fixture.file} → ${describe(fixture)}`,
    async run() {
      const { receiver, events } = createBench(provider)
      const { outcome, reason } = await deliver(
        receiver,
        toDelivery(fixture, `/webhooks/stt/${provider.endpoint}`),
      )
      assert.equal(outcome, fixture.outcome, `${outcome}: ${reason}`)
      assert.equal(
        events.length,
        fixture.events.length,
        `emitted ${events.map((event) => event.type).join(', ')}`,
      )
      for (const [index, expected] of fixture.events.entries()) {
        for (const [field, value] of Object.entries(expected)) {
          assertIncludes(Reflect.get(events[index] ?? {}, field), value, `${fixture.file}: ${field}`)
        }
      }
    },
  }))
}

/** The fixture as a delivery, without a credential. */
function toDelivery(fixture: Fixture, url: string): SimulatedDelivery {
  const parameters = Object.fromEntries(new URLSearchParams(fixture.query))
  return {
    method: fixture.method,
    url: withQuery(url, parameters),
    headers: fixture.headers,
    body: fixture.bytes,
  }
}

function describe(fixture: Fixture): string {
  if (fixture.outcome !== 'accepted') return fixture.outcome
  return fixture.events
    .map((event) => event.type + ('kind' in event ? ` (${String(event['kind'])})` : ''))
    .join(' + ')
}

/** Objects may have more than is expected, lists may not. */
function assertIncludes(actual: unknown, expected: unknown, where: string): void {
  if (typeof expected !== 'object' || expected === null) {
    assert.deepEqual(actual, expected, where)
  } else if (Array.isArray(expected)) {
    assert.ok(
      Array.isArray(actual) && actual.length === expected.length,
      `${where}: expected ${expected.length} items`,
    )
    for (const [index, item] of expected.entries()) assertIncludes(actual[index], item, `${where}[${index}]`)
  } else {
    assert.ok(typeof actual === 'object' && actual !== null, `${where} is missing`)
    for (const [key, value] of Object.entries(expected))
      assertIncludes(Reflect.get(actual, key), value, `${where}.${key}`)
  }
}
