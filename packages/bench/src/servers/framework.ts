import type { RequestListener } from 'node:http'
import type { ReceiverOptions } from '@stt-webhooks/core'

export const frameworkNames = ['node', 'express', 'koa', 'h3'] as const
export type FrameworkName = (typeof frameworkNames)[number]

/** One framework's two servers: what a careful user writes by hand, and ours. */
export interface Framework {
  byHand(count: () => void): RequestListener
  ours(count: () => void, options: ReceiverOptions): RequestListener
}
