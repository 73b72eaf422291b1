/** How far the handlers of one event got. Plain data. */
export interface Progress {
  /** How often the service could not be asked what the event lacks. */
  readonly unanswered: number
  readonly handlers: readonly HandlerProgress[]
}

export interface HandlerProgress {
  readonly name: string
  readonly attempts: number
  readonly succeeded: boolean
  /** It failed in a way that no later attempt can change. */
  readonly final?: boolean | undefined
  /** Name and code of what it threw last; never its message. */
  readonly error?: string | undefined
}

export const noProgress: Progress = { unanswered: 0, handlers: [] }

/** What a replay leaves of it: `unfinished` keeps the successes, `all` nothing. */
export function restart({ handlers }: Progress, which: 'unfinished' | 'all'): Progress {
  return { unanswered: 0, handlers: which === 'all' ? [] : handlers.filter((one) => one.succeeded) }
}
