import { once } from 'node:events'
import { createServer, type LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createApiClient, path } from '../src/index.ts'
import { guardedLookup } from '../src/transport/guarded-lookup.ts'
import { rejection } from './support/bench.ts'

const dns = vi.hoisted(() => ({ asked: [] as string[], addresses: [''] }))

// The client of this file has no transport: it is the one of production, and only the DNS is made up.
vi.mock('node:dns', async (importOriginal) => ({
  ...(await importOriginal<typeof import('node:dns')>()),
  lookup(hostname: string, _options: unknown, callback: (error: null, found: unknown) => void) {
    dns.asked.push(hostname)
    callback(
      null,
      dns.addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    )
  },
}))

describe('the client of production', () => {
  test.each(['10.0.0.1', '127.0.0.1', '169.254.169.254', '::1', 'fd00::1'])(
    'does not connect to a name that resolves to %s, nor tries again',
    async (address) => {
      dns.asked.length = 0
      dns.addresses = ['1.1.1.1', address]
      const client = createApiClient({
        provider: 'acme',
        base: 'https://rebind.acme.com',
        authorize: () => ({ authorization: 'key' }),
        files: ['files.acme.com'],
      })
      const error = await rejection(client.json(path`/v2`))
      expect(error).toMatchObject({ code: 'unsafe_url' })
      expect(error).toHaveProperty(
        'message',
        expect.stringContaining(`rebind.acme.com resolves to ${address}`),
      )
      expect(await rejection(client.follow('https://files.acme.com/a').json())).toMatchObject({
        code: 'unsafe_url',
      })
      expect(dns.asked).toEqual(['rebind.acme.com', 'files.acme.com'])
    },
  )
})

describe('the address that is checked is the address that is connected to', () => {
  test('a name is resolved once for a connection, and a private answer opens none', async () => {
    const server = createServer()
    let connections = 0
    server.on('connection', () => connections++)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => void server.close())
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the server has no port')

    const asked: string[] = []
    const lookup: LookupFunction = (hostname, _options, callback) => {
      asked.push(hostname)
      callback(null, [{ address: '127.0.0.1', family: 4 }])
    }
    const target = { hostname: 'rebind.acme.com', port: String(address.port), protocol: 'http:' }
    const connect = (connector: buildConnector.connector): Promise<Error | undefined> =>
      new Promise((resolve) => {
        connector(target, (error, socket) => {
          socket?.destroy()
          resolve(error ?? undefined)
        })
      })

    expect(await connect(buildConnector({ lookup: guardedLookup(lookup) }))).toMatchObject({
      name: 'UnsafeUrl',
    })
    expect(asked).toEqual(['rebind.acme.com'])
    expect(connections).toBe(0)
    // Without the guard the same connector would have got there.
    expect(await connect(buildConnector({ lookup }))).toBeUndefined()
    expect(connections).toBe(1)
  })

  test('a caller that wants one address gets the first of the checked ones', () => {
    const found: unknown[] = []
    const lookup = guardedLookup((_hostname, options, callback) => {
      expect(options.all).toBe(true)
      callback(null, [
        { address: '1.1.1.1', family: 4 },
        { address: '2606:4700::1111', family: 6 },
      ])
    })
    lookup('api.acme.com', {}, (...given) => found.push(given))
    lookup('api.acme.com', { all: true }, (_error, addresses) => found.push(addresses))
    expect(found).toEqual([
      [null, '1.1.1.1', 4],
      [expect.anything(), expect.anything()],
    ])
  })

  test('a look-up that answers with a single address is checked too, and one without an address is refused', () => {
    const errors: unknown[] = []
    guardedLookup((_hostname, _options, callback) => callback(null, '10.0.0.1', 4))(
      'a.acme.com',
      {},
      (error) => errors.push(error),
    )
    guardedLookup((_hostname, _options, callback) => callback(null, []))('a.acme.com', {}, (error) =>
      errors.push(error),
    )
    expect(errors).toEqual([
      expect.objectContaining({ name: 'UnsafeUrl' }),
      expect.objectContaining({ name: 'UnsafeUrl' }),
    ])
  })

  test('a failure of the DNS is passed on', () => {
    const failure = Object.assign(new Error('not found'), { code: 'ENOTFOUND' })
    const errors: unknown[] = []
    guardedLookup((_hostname, _options, callback) => callback(failure, []))('a.acme.com', {}, (error) =>
      errors.push(error),
    )
    expect(errors).toEqual([failure])
  })
})
