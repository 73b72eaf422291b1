/** Ends the command with a message for people and an exit code: 1 something failed, 2 called in a way that cannot work. */
export class Failure extends Error {
  readonly exitCode: 1 | 2

  constructor(exitCode: 1 | 2, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.exitCode = exitCode
  }
}

/** What an error says, without its stack. Node leaves the message empty where several addresses of one host failed. */
export function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || codeOf(error) || error.name
}

/** The code of a system error, such as `EADDRINUSE`. */
export function codeOf(error: unknown): string | undefined {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}
