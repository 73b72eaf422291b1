import type { Provider, Reading } from '../contract.ts'
import { isPromise, type MaybePromise } from '../maybe-promise.ts'
import type { Delivery } from '../request.ts'
import { describeError } from './report.ts'

/** A reader that throws has met a body that it does not understand; the delivery must not be lost for it. */
export function read(provider: Provider, delivery: Delivery): MaybePromise<Reading> {
  try {
    const reading = provider.read(delivery)
    return isPromise(reading) ? Promise.resolve(reading).catch(unreadable) : reading
  } catch (error) {
    return unreadable(error)
  }
}

function unreadable(error: unknown): Reading {
  return { outcome: 'unreadable', reason: describeError(error) }
}
