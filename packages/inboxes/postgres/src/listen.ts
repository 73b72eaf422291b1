import type { Client } from 'pg'

/** Hears of new entries the moment they are committed, by whatever instance. Connects again by itself. */
export interface Listener {
  /** False while it hears nothing: then somebody has to look more often. */
  isHearing(): boolean
  close(): Promise<void>
}

export interface ListenerParts {
  /** One word that needs no quotes. */
  readonly channel: string
  /** A new connection. */
  connect(): Client
  /** Called for what was heard, and after each connection, because something may have been missed. */
  heard(payload: string | undefined): void
  failed(error: unknown): void
}

const firstPauseMs = 100
const longestPauseMs = 10_000

export function createListener({ channel, connect, heard, failed }: ListenerParts): Listener {
  let client: Client | undefined
  let hearing = false
  let closed = false
  let pauseMs = firstPauseMs
  let timer: ReturnType<typeof setTimeout> | undefined

  async function open(): Promise<void> {
    const next = connect()
    client = next
    next.on('error', (error) => lose(next, error))
    next.on('end', () => lose(next, new Error('The connection that wakes the inbox "postgres" ended.')))
    next.on('notification', ({ payload }) => heard(payload))
    try {
      await next.connect()
      await next.query(`LISTEN ${channel}`)
      if (client !== next) return
      hearing = true
      pauseMs = firstPauseMs
      heard(undefined)
    } catch (error) {
      lose(next, error)
    }
  }

  function lose(lost: Client, error: unknown): void {
    if (client !== lost || closed) return
    client = undefined
    hearing = false
    lost.end().catch(() => {})
    failed(error)
    timer = setTimeout(() => void open(), pauseMs)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  void open()
  return {
    isHearing: () => hearing,
    async close() {
      closed = true
      hearing = false
      clearTimeout(timer)
      await client?.end().catch(() => {})
    },
  }
}
