import { describe, expect, it } from 'vitest'
import type { StoredEnd } from '../src/calls.ts'
import type { Job } from '../src/job.ts'
import { sum, tally, toLine } from '../src/tally.ts'

const job: Job = {
  ...{ provider: 'speechmatics', id: 'speechmatics-1', reference: 'order-1', fate: 'completed' },
  ...{ isIdLearnt: true, isDeleted: false, copies: 1 },
}
const end: StoredEnd = {
  ...{ id: 'evt_1', type: 'transcript.completed', source: 'webhook', endpoint: 'speechmatics' },
  ...{ jobId: 'speechmatics-1', reference: undefined, isLost: false },
}
const told: StoredEnd = {
  ...{ ...end, id: 'evt_2', type: 'transcript.overdue', source: 'sweep' },
  reference: 'order-1',
}
const handled = ['save evt_1', 'notify evt_1', 'save evt_2', 'notify evt_2']

function tallyOf(
  one: Job,
  stored: readonly StoredEnd[],
  { wasAnswered = true, lines = handled }: { wasAnswered?: boolean; lines?: readonly string[] } = {},
) {
  return tally([one], { wasAnswered: () => wasAnswered }, stored, new Set(lines))
}

describe('tally()', () => {
  it('counts a job that ended as it must have', () => {
    const counted = tallyOf(job, [end])
    expect(counted.broken).toEqual([])
    expect(toLine(sum([counted, counted]))).toBe(
      'jobs 2, completed 2, failed 0, overdue 0, lost 0, stored twice 0, by webhook 2, by sweep 0',
    )
  })

  it.each<[string, readonly StoredEnd[], readonly string[]]>([
    ['has no end', [], handled],
    ['is stored twice', [end, { ...end, id: 'evt_2' }], handled],
    ['ended, and was told of as overdue', [end, told], handled],
    ['ended in another way', [{ ...end, type: 'transcript.failed' }], handled],
    ['is in doubt', [{ ...end, type: 'transcript.ended' }], handled],
    ['is only told of', [told], handled],
    ['is lost', [{ ...end, type: 'transcript.failed', isLost: true }], handled],
    ['was missed by a handler', [end], ['save evt_1']],
    ['nobody submitted', [end, { ...end, id: 'evt_2', jobId: 'other' }], handled],
  ])('complains of a job that %s', (_, stored, lines) => {
    expect(tallyOf(job, stored, { lines }).broken).not.toEqual([])
  })

  it('knows what the service itself cannot tell', () => {
    const failed: Job = { ...job, provider: 'smallest-ai', fate: 'failed' }
    const unsaid = { ...told, endpoint: 'smallest-ai' }
    expect(tallyOf(failed, [unsaid], { wasAnswered: false })).toMatchObject({
      ...{ counts: { overdue: 1, 'by sweep': 1 }, broken: [] },
    })
    expect(tallyOf(failed, [unsaid], { wasAnswered: true }).broken).toHaveLength(1)
    const gone: Job = { ...job, fate: 'gone', copies: 0 }
    const lost: StoredEnd = { ...end, type: 'transcript.failed', isLost: true, source: 'sweep' }
    expect(tallyOf(gone, [lost], { wasAnswered: false })).toMatchObject({ counts: { lost: 1 }, broken: [] })
    expect(tallyOf(gone, [end], { wasAnswered: false }).broken).toHaveLength(1)
  })
})
