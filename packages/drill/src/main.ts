import { play, type Scenario } from './scenario.ts'
import { sum, type Tally, toLine } from './tally.ts'

const scenarios: readonly Scenario[] = [
  { name: 'every callback dropped', dropped: 1, duplicated: 0, crashes: 0, seed: 20_261_121 },
  {
    name: '30 % dropped, 30 % duplicated, all shuffled, the server killed 3 times',
    ...{ dropped: 0.3, duplicated: 0.3, crashes: 3, seed: 20_261_122 },
  },
]

const tallies: Tally[] = []
for (const scenario of scenarios) {
  const one = await play(scenario)
  tallies.push(one)
  console.log(`${scenario.name}: ${toLine(one.counts)}`)
  for (const text of one.broken) console.error(`BROKEN: ${text}`)
}
console.log(toLine(sum(tallies)))
process.exitCode = tallies.some(({ broken }) => broken.length > 0) ? 1 : 0
