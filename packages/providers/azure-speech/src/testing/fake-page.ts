/** A page of a list, as `skip` and `top` ask for it; the link to the next one repeats the query. */
export function pageOf<T>(
  items: readonly T[],
  toEntity: (item: T) => object,
  address: URL,
  mostItems: number,
): object {
  const skip = Number(address.searchParams.get('skip') ?? 0)
  const top = Math.min(Number(address.searchParams.get('top') ?? mostItems), mostItems)
  const next = new URL(address)
  next.searchParams.set('skip', String(skip + top))
  next.searchParams.set('top', String(top))
  return {
    values: items.slice(skip, skip + top).map(toEntity),
    // The service writes a space as %20.
    ...(skip + top < items.length && { '@nextLink': next.href.replaceAll('+', '%20') }),
  }
}
