/** Why a URL must not be called. Becomes a `WebhookError`; thrown inside a connection attempt it ends that attempt. */
export class UnsafeUrl extends Error {
  override readonly name = 'UnsafeUrl'
}
