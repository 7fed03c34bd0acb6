import { account } from '@mira/account'
import { chat } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { jobs } from '@mira/jobs'
import { media } from '@mira/media'
import { onePixel } from './mirror-engine.ts'

/** Number of calls of each kind. */
export interface ScenarioCounts {
  readonly chats: number
  readonly streams: number
  readonly embeddings: number
  readonly keys: number
  readonly images: number
  readonly songs: number
}

/** Words in the first chat; each following chat has one more, which identifies its charge. */
export const firstChatWords = 100

/** Duration of the songs in seconds. */
export const songSeconds = 2

/** Target of the calls, and a callback after each completed call. */
export interface ScenarioTarget {
  readonly url: string
  readonly apiKey: string
  readonly onDone?: (done: number, of: number) => void
}

const callers = 8

/**
 * Runs all calls concurrently in random order, and repeats calls that fail because a process was killed.
 *
 * @throws {Error} for an incorrect response, or for an error that a retry cannot fix.
 */
export async function runScenario({ url, apiKey, onDone }: ScenarioTarget, counts: ScenarioCounts): Promise<void> {
  const tasks = shuffle(listTasks(connect(url, apiKey), url, counts))
  const all = tasks.length
  let done = 0
  const run = async () => {
    for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
      await persist(task)
      done += 1
      onDone?.(done, all)
    }
  }
  await Promise.all(Array.from({ length: callers }, run))
}

type Mira = ReturnType<typeof connect>
type Task = () => Promise<void>

function connect(baseUrl: string, apiKey: string) {
  const retry = { maxRetries: 10, baseDelayMs: 50, maxDelayMs: 500 }
  return createClient({ baseUrl, apiKey, retry }).extend(chat).extend(media).extend(jobs).extend(account)
}

function listTasks(mira: Mira, url: string, counts: ScenarioCounts): Task[] {
  const times = (count: number, task: (index: number) => Promise<void>): Task[] =>
    Array.from({ length: count }, (_, index) => () => task(index))
  return [
    ...times(counts.chats, (index) => answerChat(mira, index)),
    ...times(counts.streams, (index) => streamChat(mira, index)),
    ...times(counts.embeddings, (index) => embed(mira, index)),
    ...times(counts.keys, (index) => useKey(mira, url, index)),
    ...times(counts.images, (index) => editImage(mira, index)),
    ...times(counts.songs, (index) => makeSong(mira, index)),
  ]
}

async function answerChat(mira: Mira, index: number): Promise<void> {
  const content = words(firstChatWords + index)
  const messages = [{ role: 'user' as const, content }]
  const { choices } = await mira.chat.create({ model: 'mira', messages }, { idempotencyKey: `chat-${index}` })
  expectSame(choices[0]?.message.content?.includes(content), true)
}

async function streamChat(mira: Mira, index: number): Promise<void> {
  const content = `stream ${index} of some words`
  const text = await mira.chat.stream({ model: 'mira', messages: [{ role: 'user', content }] }).text()
  expectSame(text.includes(content), true)
}

async function embed(mira: Mira, index: number): Promise<void> {
  const params = { model: 'mira-embed', input: ['abc', words(index + 1)] }
  const { data } = await mira.embeddings.create(params, { idempotencyKey: `embed-${index}` })
  expectSame(data.length, 2)
}

/** Repeats step by step: a repetition of the whole task would receive the key that it had revoked. */
async function useKey(mira: Mira, url: string, index: number): Promise<void> {
  const { id, secret } = await persist(() =>
    mira.apiKeys.create({ name: `key ${index}` }, { idempotencyKey: `key-${index}` }),
  )
  const other = connect(url, secret.reveal())
  const listed = await persist(() => other.apiKeys.list())
  expectSame(
    listed.some((key) => key.id === id),
    true,
  )
  await persist(() => mira.apiKeys.revoke(id))
  await persist(() => expectRefusal(other))
}

async function expectRefusal(mira: Mira): Promise<void> {
  const refused = await mira.usage.get().catch((error: unknown) => error)
  if (!isMiraError(refused) || refused.status !== 401) throw refused
}

async function editImage(mira: Mira, index: number): Promise<void> {
  const params = { prompt: `edit ${index}`, reference_images: [onePixel] }
  const options = { encoding: 'multipart', idempotencyKey: `image-${index}` } as const
  const { data } = await mira.images.edit(params, options)
  const bytes = await data[0]!.bytes()
  expectSame(Buffer.compare(bytes, onePixel), 0)
}

async function makeSong(mira: Mira, index: number): Promise<void> {
  const params = { prompt: `song ${index}`, duration_seconds: songSeconds }
  const song = await mira.music.generate(params, { idempotencyKey: `song-${index}` })
  await song.wait({ timeoutMs: 60_000 })
  const { size } = await song.download().blob()
  expectSame(size, 44 + songSeconds * 16_000)
}

/** Repeats a task, or a step of one, that the death of a process interrupted. */
async function persist<Result>(task: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await task()
    } catch (error) {
      if (!isMiraError(error) || !isPassing(error.status)) throw error
    }
  }
}

/** Whether a failure is transient: no response, or a retryable status. */
function isPassing(status: number | undefined): boolean {
  return status === undefined || status === 200 || status === 408 || status === 409 || status >= 500
}

function words(count: number): string {
  return Array.from({ length: count }, (_, index) => `w${index}`).join(' ')
}

function expectSame<Value>(actual: Value, expected: Value): void {
  if (actual !== expected) throw new Error(`expected ${String(expected)}, received ${String(actual)}`)
}

function shuffle<Item>(items: Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((left, right) => left.place - right.place)
    .map(({ item }) => item)
}
