/**
 * Where Speechmatics sends from, by region.
 * @see https://docs.speechmatics.com/speech-to-text/batch/notifications
 */
export const speechmaticsAddresses = {
  eu1: ['40.74.41.91', '52.236.157.154', '40.74.37.0', '20.73.209.153', '20.73.142.44'],
  eu2: ['20.105.89.153', '20.105.89.173', '20.105.89.184', '20.105.89.98', '20.105.88.228'],
  us1: ['52.149.21.32', '52.149.21.10', '52.137.102.83', '40.64.107.92', '40.64.107.99'],
  us2: ['52.146.58.224', '52.146.58.159', '52.146.59.242', '52.146.59.213', '52.146.58.64'],
  au1: ['20.248.249.20', '20.248.249.47', '20.248.249.181', '20.248.249.119', '20.248.249.164'],
} as const

export type SpeechmaticsRegion = keyof typeof speechmaticsAddresses

/** Puts the addresses in the place of regions. */
export function addressesOf(entries: string | readonly string[]): string[] {
  return [entries].flat().flatMap((entry) => (isRegion(entry) ? speechmaticsAddresses[entry] : [entry]))
}

export function isRegion(entry: string): entry is SpeechmaticsRegion {
  return Object.hasOwn(speechmaticsAddresses, entry)
}
