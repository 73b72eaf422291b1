import type { Logger } from './options.ts'

export interface Log {
  warn(message: string): void
  error(message: string): void
}

const quietMs = 10_000
const remembered = 100

/**
 * Writes a line at most once in ten seconds and says how many it kept back, and at most a hundred different warnings in that time,
 * so that a flood of forgeries cannot fill a disk.
 */
export function createLog(logger: Logger, now: () => number): Log {
  const lines = new Map<string, { since: number; kept: number }>()

  function write(level: 'warn' | 'error', message: string): void {
    const line = lines.get(message)
    const time = now()
    if (line !== undefined && time - line.since < quietMs) {
      line.kept++
      return
    }
    const kept = line?.kept ?? 0
    lines.delete(message)
    if (lines.size >= remembered) {
      const [oldest = '', first] = lines.entries().next().value ?? []
      // Senders have a say in the text of warnings, never in that of errors.
      if (level === 'warn' && first !== undefined && time - first.since < quietMs) return
      lines.delete(oldest)
    }
    lines.set(message, { since: time, kept: 0 })
    logger[level](kept === 0 ? message : `${message} (and ${kept} more since)`)
  }

  return {
    warn: (message) => write('warn', message),
    error: (message) => write('error', message),
  }
}
