/** Stands where nobody was recognised; alone in a transcript, it means that nobody asked for speakers. */
const unknownSpeaker = 'UU'

/** Every label in order of appearance, or none if nobody asked for speakers. */
export function knownSpeakers(
  items: readonly { readonly speaker?: string | undefined }[],
): readonly string[] {
  const labels = new Set<string>()
  for (const { speaker } of items) if (speaker !== undefined) labels.add(speaker)
  return labels.size === 1 && labels.has(unknownSpeaker) ? [] : [...labels]
}
