import { describe, expect, it } from 'vitest'
import { type Expectation, report } from '../story/report.ts'

const expectation: Expectation = { reference: 'order-1', outcome: 'completed', trouble: 'none' }
const result = { eventId: 'a', reference: 'order-1', outcome: 'completed', source: 'webhook', detail: '' }

describe('the report', () => {
  it.each([
    ['good', [result], 'completed by webhook'],
    ['lost', [], 'nothing'],
    ['lost', [{ ...result, reference: 'order-2' }], 'nothing'],
    ['wrong', [{ ...result, outcome: 'overdue', source: 'sweep' }], 'overdue by sweep'],
    ['handled twice', [result, { ...result, eventId: 'b' }], 'completed by webhook, completed by webhook'],
  ])('says that a job is %s', (verdict, results, came) => {
    expect(report([expectation], results)).toEqual([{ ...expectation, came, verdict }])
  })
})
