/** The calls between a request and its answer. */
export interface Exchange {
  /** From the read of the request to the write of the answer. */
  readonly calls: readonly string[]
  /** The log was written, and everything in it was flushed to the disk before the answer. */
  readonly durable: boolean
}

const isRequest = (call: string): boolean => /\bread\(\d+<.*"POST \//.test(call)
const isAnswer = (call: string): boolean => /\bwritev?\(\d+<.*"HTTP\/1\.1 200/.test(call)
const isLogWrite = (call: string): boolean => /\bp?write(?:64|v)?\(\d+<[^>]*-wal>/.test(call)
const isLogFlush = (call: string): boolean => /\bf(?:data)?sync\(\d+<[^>]*-wal>\) += 0/.test(call)

/** Of one sender that waits for each answer, so that what lies between belongs to one delivery. */
export function exchanges(lines: readonly string[]): readonly Exchange[] {
  const found: Exchange[] = []
  let calls: string[] | undefined
  for (const line of lines) {
    if (isRequest(line)) calls = [line]
    else if (calls !== undefined && (isLogWrite(line) || isLogFlush(line) || isAnswer(line))) calls.push(line)
    if (calls === undefined || !isAnswer(line)) continue
    found.push({ calls, durable: calls.findLastIndex(isLogFlush) > calls.findLastIndex(isLogWrite) })
    calls = undefined
  }
  return found.map(({ calls, durable }) => ({ calls, durable: durable && calls.some(isLogWrite) }))
}
