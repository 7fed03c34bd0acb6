import { createClient } from '@mira/core'
import { connectRealtime } from '@mira/realtime'
import { attachAudio, openMicrophone, openSpeaker } from '@mira/realtime/audio'

const session = await connectRealtime(createClient({ baseUrl: '/api/mira' }), { voice: 'aria' })
const [source, sink] = await Promise.all([openMicrophone(), openSpeaker()])
await attachAudio(session, { source, sink })
