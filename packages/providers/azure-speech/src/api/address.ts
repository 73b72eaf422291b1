import { invalidOption } from './invalid-option.ts'
import { type AzureSpeechRegion, azureSpeechRegions } from './regions.ts'

const apiVersions = ['2024-11-15', 'v3.2', 'v3.1', 'v3.0'] as const

/**
 * The API versions that are in use. Microsoft announced to retire those before 2024-11-15 on 1 April 2026.
 * @see https://learn.microsoft.com/en-us/azure/ai-services/speech-service/migrate-2024-11-15
 */
export type AzureSpeechApiVersion = (typeof apiVersions)[number]

export interface AddressOptions {
  readonly region?: AzureSpeechRegion | undefined
  readonly apiUrl?: string | undefined
  readonly apiVersion?: AzureSpeechApiVersion | undefined
}

/** Where the API of one resource is. */
export interface Address {
  /** Without a slash at its end. */
  readonly base: string
  /** Of every request. */
  readonly query: Readonly<Record<string, string>>
  /** Can its lists be filtered? Those of v3.0 know only `skip` and `top`. */
  readonly filters: boolean
}

/** @throws WebhookError `invalid_option` */
export function addressOf({ region, apiUrl, apiVersion = '2024-11-15' }: AddressOptions): Address {
  if (!apiVersions.includes(apiVersion))
    throw invalidOption(`"${apiVersion}" is no API version we know. Set one of ${apiVersions.join(', ')}.`)
  const root = `${originOf(region, apiUrl).replace(/\/+$/, '')}/speechtotext`
  return apiVersion === '2024-11-15'
    ? { base: root, query: { 'api-version': apiVersion }, filters: true }
    : { base: `${root}/${apiVersion}`, query: {}, filters: apiVersion !== 'v3.0' }
}

function originOf(region: AzureSpeechRegion | undefined, apiUrl: string | undefined): string {
  if (region !== undefined && apiUrl !== undefined)
    throw invalidOption('`region` and `apiUrl` are both set, and may contradict each other. Leave one out.')
  if (apiUrl !== undefined) return apiUrl
  if (region === undefined)
    throw invalidOption('An API key is worth nothing without its place. Set `region`, or `apiUrl`.')
  if (!azureSpeechRegions.includes(region))
    throw invalidOption(`"${region}" is no region we know. Give its address as \`apiUrl\`.`)
  return `https://${region}.api.cognitive.microsoft.com`
}
