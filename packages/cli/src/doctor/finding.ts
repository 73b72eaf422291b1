/** What was looked at. */
export type Check = 'configuration' | 'secret' | 'api' | 'hooks' | 'inbox' | 'clock' | 'delivery'

/** `note`: something that could not be seen, or is worth knowing · `warning`: may go wrong · `error`: webhooks are lost, or will be. */
export type Level = 'ok' | 'note' | 'warning' | 'error'

/** One thing that the doctor has to say. Never holds a secret. */
export interface Finding {
  readonly level: Level
  readonly check: Check
  /** Missing where it concerns all of them. */
  readonly endpoint?: string | undefined
  /** Stays the same over versions, for scripts: `body_limit`. */
  readonly code: string
  readonly message: string
  /** What to do about it. */
  readonly fix?: string | undefined
}

/** What a part of the doctor finds about one endpoint or none; its own name is on all of it. */
export type Found = Omit<Finding, 'check' | 'endpoint'>

export const ok = (message: string): Found => ({ level: 'ok', code: 'ok', message })

export const note = (code: string, message: string, fix?: string): Found => ({
  level: 'note',
  code,
  message,
  fix,
})

export const warning = (code: string, message: string, fix: string): Found => ({
  level: 'warning',
  code,
  message,
  fix,
})

export const error = (code: string, message: string, fix: string): Found => ({
  level: 'error',
  code,
  message,
  fix,
})
