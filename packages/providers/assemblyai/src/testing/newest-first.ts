export interface Listed {
  readonly id: string
  /** Milliseconds since 1970. */
  readonly createdAt: number
}

/** Jobs by id and by age. Of two that were created at once, the one that was added later is the newer. */
export interface NewestFirst<J extends Listed> {
  get(id: string): J | undefined
  /** Another one of the same id takes its place. */
  put(job: J): void
  remove(id: string): void
  /** Newest first. */
  all(): readonly J[]
  /** Where it stands in `all()`; -1 if there is none. */
  indexOf(id: string): number
}

export function newestFirst<J extends Listed>(): NewestFirst<J> {
  const jobs = new Map<string, J>()
  // Sorted when it is asked for: a test may add a hundred thousand before.
  let order: { readonly all: readonly J[]; readonly places: ReadonlyMap<string, number> } | undefined

  function sorted() {
    if (order !== undefined) return order
    const all = [...jobs.values()].reverse().sort((one, other) => other.createdAt - one.createdAt)
    order = { all, places: new Map(all.map(({ id }, place) => [id, place])) }
    return order
  }

  return {
    get: (id) => jobs.get(id),
    put(job) {
      jobs.set(job.id, job)
      order = undefined
    },
    remove(id) {
      jobs.delete(id)
      order = undefined
    },
    all: () => sorted().all,
    indexOf: (id) => sorted().places.get(id) ?? -1,
  }
}
