import { localTransport } from '@stt-webhooks/api-client/testing'

// The story has its own Speechmatics and its own time. Leave this file out of a copy: without these variables everything is real.

const { STORY_API, STORY_AHEAD_MS = '0' } = process.env

export const apiUrl = STORY_API ?? 'https://asr.api.speechmatics.com/v2'

export const transport = STORY_API
  ? localTransport({ 'https://asr.api.speechmatics.com': STORY_API })
  : undefined

export const now = (): number => Date.now() + Number(STORY_AHEAD_MS)
