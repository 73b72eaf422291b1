/** A value that may be there already. Most of a delivery's way waits for nothing, and promises there would cost more than reading the notice. */
export type MaybePromise<T> = T | Promise<T>

/** True for whatever `await` would wait for: handlers return what their libraries give them. */
export function isPromise<T>(value: MaybePromise<T>): value is Promise<T> {
  if (typeof value !== 'object' || value === null) return false
  const thenable: { readonly then?: unknown } = value
  return typeof thenable.then === 'function'
}

/** Goes on with a value, at once if it is there. */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return isPromise(value) ? Promise.resolve(value).then(next) : next(value)
}

/** All of several values, in their order. */
export function all<T>(values: readonly MaybePromise<T>[]): MaybePromise<readonly T[]> {
  const present: T[] = []
  for (const value of values) {
    if (isPromise(value)) return Promise.all(values)
    present.push(value)
  }
  return present
}
