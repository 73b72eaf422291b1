/**
 * One entry of the log of requests.
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/apis/waves/openapi/waves-analytics-openapi.yaml
 */
export interface SmallestAiLoggedRequest {
  readonly request_id: string
  /** `YYYY-MM-DD HH:MM:SS`; the zone is not documented. */
  readonly timestamp?: string
  readonly request_type?: 'rest' | 'ws' | (string & {})
  readonly model?: string
  readonly language?: string
  /** Seconds. */
  readonly duration?: number
  /** Bytes, in digits. */
  readonly file_size?: string
  readonly transcription: string
  readonly emotions?: string
  readonly gender?: string
  /** Without its path and without the parameter that may hold a token. Empty where no webhook was asked for. */
  readonly webhook_url?: string
}

/**
 * One entry of the log of webhook deliveries. Whether it is one for each attempt or one for all is not documented.
 * @see https://github.com/smallest-inc/smallest-ai-documentation/blob/bfc4ef15/fern/apis/waves/openapi/waves-analytics-openapi.yaml
 */
export interface SmallestAiLoggedDelivery {
  readonly request_id: string
  /** The one kind that is documented: a job that failed is logged by a name that is not. */
  readonly event_type?: 'asr.completed' | (string & {})
  readonly status: 'success' | 'failed' | 'pending' | (string & {})
  /** From 1. */
  readonly attempt?: number
  readonly response_status_code?: number | null
  readonly error?: string | null
  /** `YYYY-MM-DD HH:MM:SS`; the zone is not documented. */
  readonly timestamp?: string
  readonly duration_ms?: number
  readonly org_id?: string
  /** Without its path and without the parameter that may hold a token. */
  readonly webhook_url?: string
  readonly method?: string
}

/**
 * `event.raw` of a transcription that the logs told of: what the webhook would have brought is lost but for its text. Told from the body of a
 * webhook by `form`.
 */
export interface SmallestAiLog {
  readonly form: 'log'
  readonly request: SmallestAiLoggedRequest
  /** Missing where the webhook was never sent. */
  readonly delivery?: SmallestAiLoggedDelivery | undefined
}
