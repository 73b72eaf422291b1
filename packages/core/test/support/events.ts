import type { TranscriptCompleted, TranscriptFailed, WebhookPinged } from '@stt-webhooks/core'

// Two made-up services: the bodies of alpha differ by product, beta also pings.

export interface AlphaBody {
  readonly alpha: number
}
export interface AlphaHumanBody {
  readonly human: string
}
export interface BetaBody {
  readonly beta: string
}

export type AlphaEvent =
  | TranscriptCompleted<'alpha', 'async', AlphaBody>
  | TranscriptCompleted<'alpha', 'human', AlphaHumanBody>
  | TranscriptFailed<'alpha', 'async', AlphaBody>
export type BetaEvent =
  | TranscriptCompleted<'beta', 'batch', BetaBody>
  | WebhookPinged<'beta', 'batch', BetaBody>
