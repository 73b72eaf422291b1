import type { Command } from 'commander'
import { path } from '../door.ts'
import { style } from '../output/style.ts'
import { write } from '../output/write.ts'
import { knownProviders } from '../providers.ts'

export function addProviders(program: Command): void {
  program
    .command('providers')
    .description('List the providers: where they listen, the variable of their secret, what `send` can send.')
    .action(async () => {
      for (const { id, variable, simulator } of knownProviders) {
        const { names } = await simulator({ secret: 'unused' }, process.env)
        const events = ['completed', 'failed', ...names].map((name) => `  ${name}\n`)
        await write(`${style('bold', id)}  ${path}/${id}  ${variable}\n${events.join('')}`)
      }
    })
}
