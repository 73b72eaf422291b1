import { invalidOption } from './invalid-option.ts'

/** Where a Rev AI account is. Each has its own tokens, and knows its own jobs only. */
export type RevAiRegion = 'us' | 'eu'

/** @see https://github.com/revdotcom/revai-node-sdk/blob/develop/src/models/RevAiApiDeploymentConfigConstants.ts */
export const apiBases: Readonly<Record<RevAiRegion, string>> = {
  us: 'https://api.rev.ai',
  eu: 'https://ec1.api.rev.ai',
}

/** @throws WebhookError `invalid_option`: plain JavaScript can pass a region that is none */
export function apiBase(region: RevAiRegion): string {
  if (Object.hasOwn(apiBases, region)) return apiBases[region]
  throw invalidOption(
    `"${region}" is not a region of Rev AI. Set \`region\` to one of ${Object.keys(apiBases).join(', ')}.`,
  )
}
