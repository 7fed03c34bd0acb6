import { createClient } from '@mira/core'
import { connectRealtime, type RealtimeSession } from '@mira/realtime'
import { attachAudio, openMicrophone, openSpeaker } from '@mira/realtime/audio'
import { capture } from './browser-capture.ts'
import { type BrowserTask, converse } from './browser-conversation.ts'

/** Returns the error code of a failed attempt to open a microphone. */
async function failToOpen(workletUrl?: string): Promise<string> {
  return openMicrophone({ workletUrl }).then(
    () => 'opened',
    ({ code }) => code,
  )
}

/** Chats for a while on one kept session. @returns The number of answers. */
async function chatter({ baseUrl, apiKey, seconds }: BrowserTask & { readonly seconds: number }): Promise<number> {
  kept ??= await open({ baseUrl, apiKey })
  let answers = 0
  const off = kept.on('response.done', () => {
    answers += 1
  })
  await new Promise((resolve) => setTimeout(resolve, seconds * 1_000))
  off()
  return answers
}

let kept: RealtimeSession | undefined

async function open({ baseUrl, apiKey }: BrowserTask): Promise<RealtimeSession> {
  const client = createClient({ baseUrl, apiKey, dangerouslyAllowBrowser: true })
  const session = await connectRealtime(client, { voice: 'rms' }, { audio: { overflow: 'drop' } })
  const workletUrl = '/worklet.js'
  const [source, sink] = await Promise.all([openMicrophone({ workletUrl }), openSpeaker({ workletUrl })])
  await attachAudio(session, { source, sink })
  return session
}

Object.assign(globalThis, { converse, capture, failToOpen, chatter })
