import { type FakeAnswer, type FakeServer, startFakeServer } from '@stt-webhooks/testing'

/** The store of result files. A link without its signature opens nothing. */
export interface FakeBlobs {
  /** Where the provider believes it to be: the hosts of the documentation's examples. */
  readonly hosts: readonly string[]
  readonly server: FakeServer
  add(jobId: string, name: string, content: string | Uint8Array): void
  remove(jobId: string, name: string): void
  /** With its signature. */
  urlOf(jobId: string, name: string): string
}

const host = 'https://spsvcprodeus.blob.core.windows.net'
const signature = 'c2ltdWxhdGVk'

export async function startFakeBlobs(): Promise<FakeBlobs> {
  const contents = new Map<string, string | Uint8Array>()
  const pathOf = (jobId: string, name: string) =>
    `/results/TranscriptionData/${encodeURIComponent(jobId)}/${name}`

  const server = await startFakeServer(({ method, path, query }) => {
    if (method !== 'GET' || query.get('sig') !== signature) return refusal(403, 'AuthenticationFailed')
    const body = contents.get(path)
    if (body === undefined) return refusal(404, 'BlobNotFound')
    return { headers: { 'content-type': 'application/octet-stream' }, body }
  })
  return {
    hosts: [host, 'https://customspeech-usw.blob.core.windows.net'],
    server,
    add: (jobId, name, content) => void contents.set(pathOf(jobId, name), content),
    remove: (jobId, name) => void contents.delete(pathOf(jobId, name)),
    urlOf: (jobId, name) =>
      `${host}${pathOf(jobId, name)}?sv=2021-08-06&se=2026-11-22T10%3A00%3A42Z&sr=b&sp=rl&sig=${signature}`,
  }
}

/** @see https://learn.microsoft.com/en-us/rest/api/storageservices/status-and-error-codes2 */
function refusal(status: number, code: string): FakeAnswer {
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
    body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`,
  }
}
