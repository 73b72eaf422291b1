import { error, type Found } from './finding.ts'
import { probe } from './probe.ts'

/** Where else the endpoint might be, when nothing is at its URL. */
export async function locate(
  publicUrl: string,
  path: string,
  endpoint: string,
  timeoutMs: number,
): Promise<Found> {
  const expected = `${publicUrl}${path}/${endpoint}`
  for (const url of candidates(publicUrl, path, endpoint)) {
    if (url === expected || !(await isEndpoint(url, timeoutMs))) continue
    return error(
      'wrong_path',
      `404 at ${expected}, and the endpoint is at ${url}.`,
      adviceFor(url, publicUrl, path, endpoint),
    )
  }
  return error(
    'wrong_path',
    `404: the receiver is not at ${expected}.`,
    `Its path is ${path} in the configuration, as the process receives it. See that the application serves it with this configuration, and that the proxy leads there; a prefix that the proxy takes away belongs into \`publicUrl\`.`,
  )
}

function candidates(publicUrl: string, path: string, endpoint: string): readonly string[] {
  const { origin, pathname } = new URL(publicUrl)
  const prefix = pathname.replace(/\/$/, '')
  const last = path.slice(path.lastIndexOf('/'))
  return [
    `${origin}${path}/${endpoint}`,
    `${publicUrl}/${endpoint}`,
    `${origin}${prefix}${last}/${endpoint}`,
    `${origin}/webhooks/stt/${endpoint}`,
  ]
}

function adviceFor(url: string, publicUrl: string, path: string, endpoint: string): string {
  const found = url.slice(0, -`/${endpoint}`.length)
  return found.endsWith(path)
    ? `Use ${found.slice(0, -path.length)} as public URL, instead of ${publicUrl}.`
    : `Give the configuration the path that the process receives, or let the proxy lead ${path} there unchanged.`
}

/** The receiver answers 405 to a GET, tells what is allowed, and does nothing else. */
async function isEndpoint(url: string, timeoutMs: number): Promise<boolean> {
  const answer = await probe({ method: 'GET', url, headers: {}, body: new Uint8Array() }, timeoutMs)
  return 'status' in answer && answer.status === 405 && answer.headers.allow?.includes('POST') === true
}
