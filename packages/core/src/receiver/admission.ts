import { WebhookError } from '../error.ts'

/** One delivery's place in memory. */
export interface Ticket {
  /** Counts bytes as they arrive. @throws WebhookError `body_too_large`, `overloaded` */
  take(bytes: number): void
  leave(): void
}

/** Bounds what is in memory at once; beyond it the service must come again later. */
export interface Admission {
  enter(bodyLimit: number): Ticket | undefined
  /** Resolves when nothing is in flight. */
  idle(): Promise<void>
}

export function createAdmission(maxDeliveries: number, maxBytes: number): Admission {
  let deliveries = 0
  let bytes = 0
  let waiting: (() => void)[] = []

  return {
    enter(bodyLimit) {
      if (deliveries >= maxDeliveries) return undefined
      deliveries++
      let own = 0
      return {
        take(more) {
          own += more
          bytes += more
          if (own > bodyLimit)
            throw new WebhookError('body_too_large', `The body is larger than ${bodyLimit} bytes.`)
          if (bytes > maxBytes)
            throw new WebhookError('overloaded', `More than ${maxBytes} bytes of bodies are in memory.`)
        },
        leave() {
          deliveries--
          bytes -= own
          if (deliveries > 0) return
          const resolvers = waiting
          waiting = []
          for (const resolve of resolvers) resolve()
        },
      }
    },
    idle() {
      return deliveries === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))
    },
  }
}
