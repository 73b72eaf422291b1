/** For authors of adapters: the seam, and what all frameworks on Node's http share. */

export { discardRest, fromNode, type HostRequest, type NodeIncoming, sendNode } from './adapter/node.ts'
export { createAdapter, type SttWebhooks } from './adapter/serve.ts'
export { WebhookError } from './error.ts'
export type { Receiver } from './receiver/receiver.ts'
export type { RequestBody, WebhookRequest, WebhookResponse } from './request.ts'
