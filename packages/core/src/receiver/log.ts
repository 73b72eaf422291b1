import type { Logger } from './options.ts'

export interface Log {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

const quietMs = 10_000
const remembered = 100

/** Writes a line at most once in ten seconds and says how many it kept back, so that a flood of forgeries cannot fill a disk. */
export function createLog(logger: Logger, now: () => number): Log {
  const lines = new Map<string, { since: number; kept: number }>()

  function write(level: keyof Logger, message: string): void {
    const line = lines.get(message)
    const time = now()
    if (line !== undefined && time - line.since < quietMs) {
      line.kept++
      return
    }
    const kept = line?.kept ?? 0
    lines.delete(message)
    lines.set(message, { since: time, kept: 0 })
    if (lines.size > remembered) lines.delete(lines.keys().next().value ?? '')
    logger[level](kept === 0 ? message : `${message} (and ${kept} more since)`)
  }

  return {
    info: (message) => write('info', message),
    warn: (message) => write('warn', message),
    error: (message) => write('error', message),
  }
}
