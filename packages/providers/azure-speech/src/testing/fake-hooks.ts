import { isRecord, type JsonRecord } from '@stt-webhooks/core/provider'
import { type FakeAnswer, type FakeRequest, jsonAnswer } from '@stt-webhooks/testing'
import type { AzureSpeechHookEvent } from '../index.ts'
import { pageOf } from './fake-page.ts'

/** A web hook that the fake knows. Another one of the same id takes its place. */
export interface AzureSpeechFakeHook {
  readonly id: string
  readonly url: string
  /** Default: `Succeeded`. */
  readonly status?: 'NotStarted' | 'Running' | 'Succeeded' | 'Failed' | undefined
  /** Default: `['transcriptionCompletion']`. */
  readonly events?: readonly AzureSpeechHookEvent[] | undefined
  /** Laid over what the API says of the hook. */
  readonly fields?: Readonly<Record<string, unknown>> | undefined
}

export interface FakeHooks {
  add(hook: AzureSpeechFakeHook): void
  /** `address` is that of the list, `id` may end with an action; `undefined` for what there is not. */
  answer(request: FakeRequest, address: URL, id: string | undefined, version: string): FakeAnswer | undefined
}

export function createFakeHooks(pageSize: number): FakeHooks {
  const hooks = new Map<string, JsonRecord>()

  function register(given: JsonRecord, address: URL, version: string): FakeAnswer {
    const id = `00000000-0000-4000-8000-${String(hooks.size + 1).padStart(12, '0')}`
    const hook = { ...created, ...changesIn(given), properties: { apiVersion: version } }
    hooks.set(id, hook)
    const answer = jsonAnswer(entityOf([id, hook], address), 201)
    return { ...answer, headers: { ...answer.headers, location: selfOf(id, address) } }
  }

  return {
    add({ id, url, status = 'Succeeded', events = ['transcriptionCompletion'], fields }) {
      const flags = Object.fromEntries(events.map((event) => [event, true]))
      const properties = { apiVersion: 'v2024-11-15' }
      hooks.set(id, { ...created, webUrl: url, events: flags, properties, status, ...fields })
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
      const changed = method === 'PATCH' ? { ...hook, ...changesIn(given) } : hook
      hooks.set(id, changed)
      return jsonAnswer(entityOf([id, changed], address))
    },
  }
}

const created: JsonRecord = {
  displayName: 'stt-webhooks',
  createdDateTime: '2026-11-20T10:00:00Z',
  lastActionDateTime: '2026-11-20T10:00:00Z',
}

/** What a request may change. The secret is kept to itself; a URL, new or not, has to be confirmed. */
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
