export type { ApiAnswer } from './call/answer.ts'
export { type ApiClient, type ApiReader, createApiClient } from './client.ts'
export type { Clock } from './clock.ts'
export type {
  ApiClientOptions,
  ApiMethod,
  ApiRequestOptions,
  ApiSendOptions,
  FileRequestOptions,
} from './options.ts'
export type { Transport } from './transport/transport.ts'
export { type ApiPath, path } from './url/api-path.ts'
