import type { JsonValue, Metadata } from '../event.ts'

export type JsonRecord = { readonly [key: string]: unknown }

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `Reflect.get` would be a call out of the compiled code, for each of a notice's fields. */
function valueAt(record: object, key: string): unknown {
  return isRecord(record) ? record[key] : undefined
}

/** The list at a key, or an empty one: services send null, nothing or a list. */
export function listAt(record: object, key: string): readonly unknown[] {
  const value = valueAt(record, key)
  return Array.isArray(value) ? value : []
}

/** The text at a key, if there is one and it is not empty. */
export function stringAt(record: object, key: string): string | undefined {
  const value = valueAt(record, key)
  return typeof value === 'string' && value !== '' ? value : undefined
}

/** The finite number at a key. */
export function numberAt(record: object, key: string): number | undefined {
  const value = valueAt(record, key)
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined
}

/** A time of a service, given in ISO 8601, in UTC. Services that leave the zone out mean UTC. */
export function isoTime(value: unknown): string | undefined {
  // Date would make a year of any number in a text.
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined
  const time = new Date(/(?:z|[+-]\d\d:?\d\d)$/i.test(value) ? value : `${value}Z`)
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString()
}

/** Collects metadata from what a service echoes, later sources winning. Keys that could reach a prototype are dropped. */
export function metadataFrom(...sources: readonly (JsonRecord | URLSearchParams | undefined)[]): Metadata {
  const metadata: Record<string, JsonValue> = {}
  for (const source of sources) {
    if (source === undefined) continue
    const entries = source instanceof URLSearchParams ? source.entries() : Object.entries(source)
    for (const [key, value] of entries) if (key !== '__proto__' && isJson(value)) metadata[key] = value
  }
  return metadata
}

function isJson(value: unknown): value is JsonValue {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return true
  if (typeof value === 'number') return Number.isFinite(value)
  if (Array.isArray(value)) return value.every(isJson)
  return isRecord(value) && Object.values(value).every(isJson)
}
