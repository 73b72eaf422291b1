import type { Provider, Reading } from '../contract.ts'
import type { Delivery } from '../request.ts'
import { describeError } from './report.ts'

/** A reader that throws has met a body that it does not understand; the delivery must not be lost for it. */
export async function read(provider: Provider, delivery: Delivery): Promise<Reading> {
  try {
    return await provider.read(delivery)
  } catch (error) {
    return { outcome: 'unreadable', reason: describeError(error) }
  }
}
