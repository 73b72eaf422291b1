import { assemblyai } from '@stt-webhooks/assemblyai'
import { sttWebhooks } from '@stt-webhooks/express'
import { revAi } from '@stt-webhooks/rev-ai'
import express from 'express'

const { ASSEMBLYAI_SECRET = '', REV_AI_SECRET = '', PORT = '3000' } = process.env

const stt = sttWebhooks([assemblyai({ secret: ASSEMBLYAI_SECRET }), revAi({ secret: REV_AI_SECRET })])
stt.on('transcript.completed', (event) => console.log(event.provider, event.jobId, 'is ready'))

const app = express()
app.use(stt)
app.use(express.json())
const server = app.listen(Number(PORT), () => console.log('listening on', server.address()))
