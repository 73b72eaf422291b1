import { createServer } from 'node:http'
import { assemblyai } from '@stt-webhooks/assemblyai'
import { sttWebhooks } from '@stt-webhooks/h3'
import { revAi } from '@stt-webhooks/rev-ai'
import { H3 } from 'h3'
import { toNodeHandler } from 'h3/node'

const { ASSEMBLYAI_SECRET = '', REV_AI_SECRET = '', PORT = '3000' } = process.env

const stt = sttWebhooks([assemblyai({ secret: ASSEMBLYAI_SECRET }), revAi({ secret: REV_AI_SECRET })])
stt.on('transcript.completed', (event) => console.log(event.provider, event.jobId, 'is ready'))

const app = new H3()
app.use(stt)
const server = createServer(toNodeHandler(app))
server.listen(Number(PORT), () => console.log('listening on', server.address()))
