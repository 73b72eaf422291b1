import {
  createReceiver,
  type ErrorContext,
  type Logger,
  type ProviderList,
  type Receiver,
  type ReceiverOptions,
  type WebhookError,
} from '@stt-webhooks/core'
import { fakeProvider } from './provider.ts'

export interface Bench {
  readonly receiver: Receiver
  readonly lines: { readonly level: keyof Logger; readonly text: string }[]
  readonly errors: { readonly error: WebhookError; readonly context: ErrorContext }[]
  /** The receiver's clock. */
  readonly clock: { now: number }
}

/** A receiver with a clock of its own, that writes down what it says. */
export function createBench(
  options: ReceiverOptions = {},
  providers: ProviderList = [fakeProvider()],
): Bench {
  const lines: Bench['lines'] = []
  const errors: Bench['errors'] = []
  const clock = { now: Date.UTC(2026, 0, 1) }
  const write = (level: keyof Logger) => (text: string) => void lines.push({ level, text })
  const logger = { info: write('info'), warn: write('warn'), error: write('error') }
  const receiver = createReceiver(providers, { logger, now: () => clock.now, ...options })
  receiver.onError((error, context) => errors.push({ error, context }))
  return { receiver, lines, errors, clock }
}

export interface Deferred {
  readonly promise: Promise<void>
  resolve(): void
  reject(error: Error): void
}

/** A promise that the test settles. */
export function deferred(): Deferred {
  let resolve = (): void => {}
  let reject = (_: Error): void => {}
  const promise = new Promise<void>((onResolve, onReject) => {
    resolve = onResolve
    reject = onReject
  })
  return { promise, resolve: () => resolve(), reject: (error) => reject(error) }
}
