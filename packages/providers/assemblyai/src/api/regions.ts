import { invalidOption } from './invalid-option.ts'

/** Where AssemblyAI keeps an account's transcripts; one is to be found in its own region only. */
export type AssemblyAiRegion = 'us' | 'eu'

/** @see https://www.assemblyai.com/docs/pre-recorded-audio/select-the-region */
export const apiBases: Readonly<Record<AssemblyAiRegion, string>> = {
  us: 'https://api.assemblyai.com',
  eu: 'https://api.eu.assemblyai.com',
}

/** @throws WebhookError `invalid_option`: plain JavaScript can pass a region that is none */
export function apiBase(region: AssemblyAiRegion): string {
  if (Object.hasOwn(apiBases, region)) return apiBases[region]
  throw invalidOption(
    `"${region}" is not a region of AssemblyAI. Set \`region\` to one of ${Object.keys(apiBases).join(', ')}.`,
  )
}
