/** What one window of load gave. */
export interface LoadResult {
  /** Answers of 200. */
  readonly answered: number
  readonly seconds: number
  /** Other answers, time-outs and broken connections. */
  readonly errors: number
  /** Milliseconds. */
  readonly p99: number
}

/** A load generator. It sends the bodies of its kind in turn, on several connections that stay open. */
export interface Load {
  readonly name: string
  /** A second window on a URL goes on with the body at which the first one ended. */
  run(url: string, seconds: number): Promise<LoadResult>
  stop(): void
}
