interface Labelled {
  readonly speaker?: string | undefined
}

/** Every label in order of appearance: as the words tell, then those that only utterances have. */
export function speakersOf(words: readonly Labelled[], utterances: readonly Labelled[]): string[] {
  const labels = new Set<string>()
  for (const spoken of [words, utterances]) {
    for (const { speaker } of spoken) if (speaker !== undefined) labels.add(speaker)
  }
  return [...labels]
}
