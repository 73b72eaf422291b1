import type { Script } from '../script.ts'

/** @see https://docs.speechmatics.com/speech-to-text/batch/output */
export function toSpeechmatics(id: string, { duration, language, turns }: Script): unknown {
  return {
    format: '2.9',
    job: { created_at: '2026-11-21T10:00:00.000Z', data_name: 'a.wav', duration, id },
    metadata: {
      created_at: '2026-11-21T10:00:20.000000Z',
      type: 'transcription',
      language_pack_info: { word_delimiter: ' ', writing_direction: 'left-to-right' },
      transcription_config: { language, diarization: 'speaker' },
    },
    results: turns.flatMap(({ speaker, words }) =>
      words.flatMap(({ word, mark, start, end, confidence }) => [
        result('word', word, start, end, confidence, speaker),
        ...(mark === ''
          ? []
          : [{ ...result('punctuation', mark, end, end, 1, speaker), attaches_to: 'previous' }]),
      ]),
    ),
  }
}

function result(
  type: string,
  content: string,
  start: number,
  end: number,
  confidence: number,
  speaker: number,
) {
  return {
    type,
    start_time: start,
    end_time: end,
    alternatives: [{ content, confidence, language: 'en', speaker: `S${speaker + 1}` }],
  }
}
