import { assemblyai } from '@stt-webhooks/assemblyai'
import { sttWebhooks } from '@stt-webhooks/koa'
import { revAi } from '@stt-webhooks/rev-ai'
import Koa from 'koa'

const { ASSEMBLYAI_SECRET = '', REV_AI_SECRET = '', PORT = '3000' } = process.env

const stt = sttWebhooks([assemblyai({ secret: ASSEMBLYAI_SECRET }), revAi({ secret: REV_AI_SECRET })])
stt.on('transcript.completed', (event) => console.log(event.provider, event.jobId, 'is ready'))

const app = new Koa()
app.use(stt)
const server = app.listen(Number(PORT), () => console.log('listening on', server.address()))
