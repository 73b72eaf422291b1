import { isRegion, type SpeechmaticsRegion, speechmaticsAddresses } from '../index/addresses.ts'
import { invalidOption } from './invalid-option.ts'

/**
 * Where a region's jobs are: one is to be found in the region that it was submitted to, and nowhere else. Without a region it is the host to
 * which the SDKs of Speechmatics submit unless they are told otherwise, which none of the regions' own names stands for.
 * @throws WebhookError `invalid_option`: plain JavaScript can pass a region that is none
 * @see https://docs.speechmatics.com/get-started/authentication
 */
export function apiBase(region: SpeechmaticsRegion | undefined): string {
  if (region === undefined) return 'https://asr.api.speechmatics.com/v2'
  if (isRegion(region)) return `https://${region}.asr.api.speechmatics.com/v2`
  throw invalidOption(
    `"${String(region)}" is not a region of Speechmatics. Set \`region\` to one of ${Object.keys(speechmaticsAddresses).join(', ')}.`,
  )
}
