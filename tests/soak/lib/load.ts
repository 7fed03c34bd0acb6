import { createChatCompletion, streamChatCompletion } from '@mira/chat'
import type { Client } from '@mira/core'
import { downloadResult, generateMusic } from '@mira/jobs'
import { connectRealtime } from '@mira/realtime'

/** Counters of completed work. */
export interface Counts {
  chats: number
  jobs: number
  turns: number
  readonly failures: string[]
}

const messages = [{ role: 'user' as const, content: 'What is 6 times 7?' }]
const stop = new Error('The user pressed stop')

/** Ways in which programs use a chat, in rotation: read to the end, left early, aborted, without streaming. */
const chats: readonly ((client: Client, signal: AbortSignal) => Promise<void>)[] = [
  async (client, signal) => {
    let answer = ''
    for await (const { text } of streamChatCompletion(client, { messages }, { signal })) answer += text
    if (!answer.includes('42')) throw new Error(`answered "${answer}"`)
  },
  async (client, signal) => {
    for await (const { text } of streamChatCompletion(client, { messages }, { signal })) if (text) break
  },
  async (client, signal) => {
    const controller = new AbortController()
    const both = AbortSignal.any([signal, controller.signal])
    const read = async (): Promise<void> => {
      for await (const { text } of streamChatCompletion(client, { messages }, { signal: both })) {
        if (text) controller.abort(stop)
      }
    }
    await read().catch((error) => {
      if (error !== stop) throw error
    })
  },
  async (client, signal) => {
    const { choices } = await createChatCompletion(client, { messages }, { signal })
    if (!choices[0]?.message.content?.includes('42')) throw new Error('answered something else')
  },
]

async function makeSong(client: Client, signal: AbortSignal): Promise<void> {
  const params = { prompt: 'A beep', instrumental: true, duration_seconds: 2 }
  const job = await generateMusic(client, params, { signal })
  await job.wait({ signal })
  const bytes = await downloadResult(client, job, { signal }).bytes()
  if (bytes.length < 5_000) throw new Error(`a song of ${bytes.length} bytes`)
}

/** Runs a session of a few turns. */
async function talk(client: Client, signal: AbortSignal, counts: Counts): Promise<void> {
  await using session = await connectRealtime(client, {}, { signal, reconnect: false })
  for (let turn = 0; turn < 5 && !signal.aborted; turn += 1) {
    session.sendText('What is 6 times 7?')
    for await (const event of session) if (event.type === 'response.done') break
    counts.turns += 1
  }
}

/** Runs everything concurrently and repeatedly until aborted; all calls share one signal, as in servers. */
export async function keepBusy(client: Client, signal: AbortSignal, counts: Counts): Promise<void> {
  const repeat = async (work: (round: number) => Promise<void>): Promise<void> => {
    for (let round = 0; !signal.aborted; round += 1) {
      await work(round).catch((error) => {
        if (!signal.aborted) counts.failures.push(String(error))
      })
    }
  }
  const chat = async (round: number): Promise<void> => {
    await chats[round % chats.length]?.(client, signal)
    counts.chats += 1
  }
  const song = async (): Promise<void> => {
    await makeSong(client, signal)
    counts.jobs += 1
  }
  const talker = (): Promise<void> => talk(client, signal, counts)
  await Promise.all([repeat(chat), repeat(chat), repeat(song), repeat(talker), repeat(talker)])
}
