import { Buffer } from 'node:buffer'

/** A request exactly as the service sends it. `url` is the callback URL that was registered, with what the service adds to it. */
export interface SimulatedDelivery {
  readonly method: string
  /** Absolute, or a path. */
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** What a simulated delivery can be changed in. Whatever is given is sent as genuine as the rest: it is signed too. */
export interface SimulationOptions {
  /** Default: the one of the fixture. */
  readonly jobId?: string | undefined
  /** Sent instead of the fixture's body. */
  readonly body?: Uint8Array | string | undefined
  /** Added to the headers; they may replace credentials. */
  readonly headers?: Readonly<Record<string, string>> | undefined
}

/** Sends what one service sends, signed as the service signs it. */
export interface Simulator<Name extends string = string> {
  readonly provider: string
  /** Every kind of delivery of the service. */
  readonly names: readonly Name[]
  /** @throws RangeError if the service has no delivery of that name */
  simulate(name: Name, options?: SimulationOptions): SimulatedDelivery
  /** Makes any delivery genuine, whatever is in it. */
  sign(delivery: SimulatedDelivery): SimulatedDelivery
  /** The usual success of the service's main product. */
  completed(options?: SimulationOptions): SimulatedDelivery
  /** The usual failure of the service's main product. */
  failed(options?: SimulationOptions): SimulatedDelivery
}

/** What every provider's `simulator()` takes. */
export interface SimulatorOptions {
  /** The secret that the service was given. */
  readonly secret: string
  /** The callback URL that the service was given. Default: `/webhooks/stt/` and the provider's name. */
  readonly url?: string | undefined
}

/** One kind of delivery before it is signed. */
export interface Template {
  /** Default: POST. */
  readonly method?: string | undefined
  /** What the service adds to the callback URL. */
  readonly query?: Readonly<Record<string, string>> | undefined
  readonly headers?: Readonly<Record<string, string>> | undefined
  readonly body: Uint8Array | string
}

export interface SimulatorDefinition<Name extends string> {
  readonly provider: string
  readonly url: string
  /** Each kind of delivery, for a job id or for the fixture's own. */
  readonly templates: Readonly<Record<Name, (jobId: string | undefined) => Template>>
  readonly completed: NoInfer<Name>
  readonly failed: NoInfer<Name>
  /** Adds what makes the delivery genuine. */
  sign(delivery: SimulatedDelivery): SimulatedDelivery
}

/** Builds a provider's simulator from its templates and its way of signing. */
export function createSimulator<Name extends string>(definition: SimulatorDefinition<Name>): Simulator<Name> {
  const { templates } = definition

  function simulate(name: Name, options: SimulationOptions = {}): SimulatedDelivery {
    if (!Object.hasOwn(templates, name)) {
      const names = Object.keys(templates).join(', ')
      throw new RangeError(`${definition.provider} sends no "${name}". It sends: ${names}.`)
    }
    const template = templates[name](options.jobId)
    const signed = definition.sign({
      method: template.method ?? 'POST',
      url: withQuery(definition.url, template.query ?? {}),
      headers: template.headers ?? {},
      body: toBytes(options.body ?? template.body),
    })
    return { ...signed, headers: { ...signed.headers, ...options.headers } }
  }

  return {
    provider: definition.provider,
    names: keysOf(templates),
    simulate,
    sign: definition.sign,
    completed: (options) => simulate(definition.completed, options),
    failed: (options) => simulate(definition.failed, options),
  }
}

/** Adds parameters to an absolute URL or a path, behind those that are there. */
export function withQuery(url: string, parameters: Readonly<Record<string, string>>): string {
  const query = new URLSearchParams(parameters).toString()
  if (query === '') return url
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}

function toBytes(body: Uint8Array | string): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body
}

function keysOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  const names: Name[] = []
  for (const name in record) names.push(name)
  return names
}
