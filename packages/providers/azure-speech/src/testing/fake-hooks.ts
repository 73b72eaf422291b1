import { isRecord, type JsonRecord, stringAt } from '@stt-webhooks/core/provider'
import { type FakeAnswer, type FakeRequest, jsonAnswer } from '@stt-webhooks/testing'
import type { AzureSpeechHookEvent } from '../index.ts'
import type { CalledHook, FakeCalls } from './fake-calls.ts'
import { pageOf } from './fake-page.ts'

/** A web hook that the fake knows. Another one of the same id takes its place. */
export interface AzureSpeechFakeHook {
  readonly id: string
  readonly url: string
  /** Default: `Succeeded`. */
  readonly status?: 'NotStarted' | 'Running' | 'Succeeded' | 'Failed' | undefined
  /** Default: `['transcriptionCompletion']`. */
  readonly events?: readonly AzureSpeechHookEvent[] | undefined
  /** What its calls are signed with. Default: none, and they are not signed. */
  readonly secret?: string | undefined
  /** Laid over what the API says of the hook. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

export interface FakeHooks {
  add(hook: AzureSpeechFakeHook): void
  /** `address` is that of the list, `id` may end with an action; `undefined` for what there is not. */
  answer(request: FakeRequest, address: URL, id: string | undefined, version: string): FakeAnswer | undefined
  /** Tells every hook that works and wants to know that a transcription ended, once all challenges are over. */
  tellEnd(jobId: string): Promise<readonly number[]>
}

export function createFakeHooks(pageSize: number, calls: FakeCalls): FakeHooks {
  const hooks = new Map<string, JsonRecord>()
  const secrets = new Map<string, string | undefined>()
  const challenges = new Set<Promise<void>>()

  /** What a request says of a hook. An update without the secret removes it; a URL, new or not, has to be confirmed. */
  function store(id: string, hook: JsonRecord, given: JsonRecord): void {
    hooks.set(id, hook)
    secrets.set(id, isRecord(given['properties']) ? stringAt(given['properties'], 'secret') : undefined)
    if (given['webUrl'] === undefined) return
    const work = calls.challenge(calledHook(id, hook)).then((isConfirmed) => {
      if (isConfirmed === true && hooks.get(id) === hook) hooks.set(id, { ...hook, status: 'Succeeded' })
      challenges.delete(work)
    })
    challenges.add(work)
  }

  function calledHook(id: string, hook: JsonRecord): CalledHook {
    return { url: stringAt(hook, 'webUrl') ?? '', secret: secrets.get(id) }
  }

  function register(given: JsonRecord, address: URL, version: string): FakeAnswer {
    const id = `00000000-0000-4000-8000-${String(hooks.size + 1).padStart(12, '0')}`
    const hook = { ...created, ...changesIn(given), properties: { apiVersion: version } }
    store(id, hook, given)
    const answer = jsonAnswer(entityOf([id, hook], address), 201)
    return { ...answer, headers: { ...answer.headers, location: selfOf(id, address) } }
  }

  return {
    add({ id, url, status = 'Succeeded', events = ['transcriptionCompletion'], secret, fields }) {
      const flags = Object.fromEntries(events.map((event) => [event, true]))
      const properties = { apiVersion: 'v2024-11-15' }
      hooks.set(id, { ...created, webUrl: url, events: flags, properties, status, ...fields })
      secrets.set(id, secret)
    },
    answer({ method, body }, address, idAndAction, version) {
      const given: unknown = body.length === 0 ? {} : JSON.parse(new TextDecoder().decode(body))
      if (!isRecord(given)) return undefined
      if (idAndAction === undefined) {
        if (method === 'POST') return register(given, address, version)
        return jsonAnswer(pageOf([...hooks], (hook) => entityOf(hook, address), address, pageSize))
      }
      const [id = '', action] = decodeURIComponent(idAndAction).split(':')
      const hook = hooks.get(id)
      if (hook === undefined) return undefined
      if (action !== undefined) return method === 'POST' ? { status: 202 } : undefined
      if (method === 'DELETE') hooks.delete(id)
      if (method === 'DELETE') return { status: 204 }
      if (method !== 'PATCH') return jsonAnswer(entityOf([id, hook], address))
      const changed = { ...hook, ...changesIn(given) }
      store(id, changed, given)
      return jsonAnswer(entityOf([id, changed], address))
    },
    async tellEnd(jobId) {
      await Promise.all(challenges)
      const listening = [...hooks].filter(([, { status, events }]) => {
        return status === 'Succeeded' && isRecord(events) && events['transcriptionCompletion'] === true
      })
      const statuses = await Promise.all(
        listening.map(([id, hook]) => calls.call(calledHook(id, hook), 'transcription.completion', jobId)),
      )
      return statuses.filter((status) => status !== undefined)
    },
  }
}

const created: JsonRecord = {
  displayName: 'stt-webhooks',
  createdDateTime: '2026-11-20T10:00:00Z',
  lastActionDateTime: '2026-11-20T10:00:00Z',
}

/** What a request may change of what is shown: the secret is not. */
function changesIn({ displayName, description, webUrl, events, customProperties }: JsonRecord): JsonRecord {
  const all = { displayName, description, webUrl, events, customProperties }
  const given = Object.entries(all).filter(([, value]) => value !== undefined)
  return { ...Object.fromEntries(given), ...(webUrl !== undefined && { status: 'NotStarted' }) }
}

function entityOf([id, hook]: readonly [string, JsonRecord], address: URL): object {
  return { self: selfOf(id, address), ...hook }
}

function selfOf(id: string, address: URL): string {
  const version = address.searchParams.get('api-version')
  return `${address.origin}${address.pathname}/${id}${version === null ? '' : `?api-version=${version}`}`
}
