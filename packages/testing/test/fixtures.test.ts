import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadFixtures } from '@stt-webhooks/testing'
import { afterAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'fixtures-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Loads a folder with this index and one body. */
function load(index: unknown) {
  writeFileSync(join(folder, 'index.json'), typeof index === 'string' ? index : JSON.stringify(index))
  writeFileSync(join(folder, 'body.bin'), Uint8Array.of(0xef, 0xbb, 0xbf, 0x0a))
  return loadFixtures(pathToFileURL(`${folder}/`))
}

const entry = { file: 'body.bin', source: 'https://docs.example.com', certainty: 'documented' }

describe('loadFixtures', () => {
  it('reads bytes as they are, with defaults', () => {
    const [fixture] = load([entry])
    expect(fixture).toMatchObject({
      ...entry,
      method: 'POST',
      query: '',
      headers: {},
      outcome: 'accepted',
      events: [],
    })
    expect([...(fixture?.bytes ?? [])]).toEqual([0xef, 0xbb, 0xbf, 0x0a])
  })

  it('takes what the index says', () => {
    const more = {
      method: 'PUT',
      query: 'a=1',
      headers: { 'x-number': 7 },
      outcome: 'ignored',
      events: [{ type: 'job.completed', kind: 'model' }],
    }
    expect(load([{ ...entry, ...more }])).toMatchObject([{ ...more, headers: { 'x-number': '7' } }])
  })

  it.each([
    ['no list', {}, /index\.json is not a list\.$/],
    ['an entry that is no object', ['body.bin'], 'an entry of index.json is not an object.'],
    ['no file', [{ ...entry, file: undefined }], 'file is missing.'],
    ['no source', [{ ...entry, source: undefined }], 'body.bin: source is missing.'],
    ['no certainty', [{ ...entry, certainty: 7 }], 'body.bin: certainty is missing.'],
    [
      'an outcome that is none',
      [{ ...entry, outcome: 'fine' }],
      'body.bin: the outcome must be one of accepted, ignored,',
    ],
    ['headers that are a list', [{ ...entry, headers: [] }], 'headers of body.bin is not an object.'],
    ['events that are no list', [{ ...entry, events: {} }], 'body.bin: events must be a list.'],
    ['an event that is no object', [{ ...entry, events: ['x'] }], 'an event of body.bin is not an object.'],
    ['an event without a type', [{ ...entry, events: [{ file: 'body.bin' }] }], 'body.bin: type is missing.'],
  ])('throws a TypeError for %s', (_, index, message) => {
    expect(() => load(index)).toThrow(TypeError)
    expect(() => load(index)).toThrow(message)
  })

  it('throws for an index that is no JSON, and for a file that is not there', () => {
    expect(() => load('[')).toThrow(SyntaxError)
    expect(() => load([{ ...entry, file: 'other.bin' }])).toThrow(expect.objectContaining({ code: 'ENOENT' }))
    expect(() => loadFixtures(pathToFileURL(`${folder}/nowhere/`))).toThrow(/index\.json/)
  })
})
