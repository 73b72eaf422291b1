import assert from 'node:assert/strict'
import type { Check } from '../checks.ts'
import type { Bench, Setting } from './bench.ts'
import { type LedgerInbox, ledgerCheck, openLedger, sharers } from './ledger.ts'

/** One sweep of an endpoint at a time, however many processes there are. */
export function exclusivelyChecks(setting: Setting): readonly Check[] {
  const { durable, leaseMs = 60_000 } = setting.subject
  const check = (name: string, run: (bench: Bench, inbox: LedgerInbox) => Promise<void>) =>
    ledgerCheck(setting, name, run)
  const checks = [
    check('work of one name runs once at a time, and that of other names beside it', async (bench, inbox) => {
      const [one, other] = await sharers(setting, bench, inbox)
      const gate = bench.gate()
      let runs = 0
      let refused = 0
      const asked = Array.from({ length: 20 }, async (_, index) => {
        const answer = await (index % 2 === 0 ? one : other).jobs.exclusively('sweep', async () => {
          runs++
          await gate.passed
          return 'ran'
        })
        if (answer === undefined) refused++
        return answer
      })
      const answers = Promise.allSettled(asked)
      await bench.until('all but one are turned away', () => refused === asked.length - 1)
      assert.equal(runs, 1)
      for (const { jobs } of [one, other])
        assert.deepEqual(await jobs.exclusively('sweep of another', async () => 'ran'), { result: 'ran' })
      assert.equal(await other.jobs.exclusively('sweep', async () => 'ran'), undefined)
      gate.open()
      await answers
      const results = (await Promise.all(asked)).filter((answer) => answer !== undefined)
      assert.deepEqual(results, [{ result: 'ran' }])
    }),
    check('a name is given back when its work is over, and when it fails', async (bench, inbox) => {
      const [one, other] = await sharers(setting, bench, inbox)
      const failure = new Error('The suite made this work fail.')
      const fail = () => Promise.reject(failure)
      for (const { jobs } of [one, other, one]) {
        assert.deepEqual(await jobs.exclusively('sweep', async () => undefined), { result: undefined })
        await assert.rejects(jobs.exclusively('sweep', fail), failure)
      }
    }),
  ]
  const taken = check(
    'the name of a killed process is taken over, and not given back by the dead',
    async (bench, inbox) => {
      const gates = [bench.gate(), bench.gate()] as const
      let runs = 0
      /** Settles when the work is over; what becomes of that of a dead process is nobody's business. */
      const hold = ({ jobs }: LedgerInbox, { passed }: { readonly passed: Promise<void> }) =>
        Promise.allSettled([
          jobs.exclusively('sweep', async () => {
            runs += 1
            await passed
          }),
        ])
      const lost = hold(inbox, gates[0])
      await bench.until('the first process works', () => runs === 1)
      await bench.crash(inbox)
      const next = await openLedger(bench)
      bench.advance(leaseMs)
      await bench.eventually('the name is free', async () => {
        return (await next.jobs.exclusively('sweep', async () => true)) !== undefined
      })
      const held = hold(next, gates[1])
      await bench.until('the next process works', () => runs === 2)
      gates[0].open()
      await lost
      const third = await openLedger(bench)
      assert.equal(await third.jobs.exclusively('sweep', async () => true), undefined)
      gates[1].open()
      await held
    },
  )
  return durable ? [...checks, taken] : checks
}
