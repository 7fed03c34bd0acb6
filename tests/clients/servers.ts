// Tries the packages against other people's servers that follow OpenAI.
//
//   node tests/clients/servers.ts
import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chat, defineTool } from '@mira/chat'
import { createClient, mapPaths } from '@mira/core'
import { media } from '@mira/media'
import { Verdicts } from '@mira/tests-size/verdicts'
import * as z from 'zod'
import { formatCompatibility, type TriedClient } from './lib/compatibility-table.ts'
import { apiKey, type ForeignServerKind, foreignServers, question, timeQuestion } from './lib/foreign-servers.ts'
import { installedVersion, installServers } from './lib/install-clients.ts'
import type { Cell } from './lib/try-client.ts'

const messages = [{ role: 'user' as const, content: question }]
const connect = (baseUrl: string) =>
  createClient({ baseUrl, apiKey, middleware: [mapPaths()] })
    .extend(chat)
    .extend(media)
type Mira = ReturnType<typeof connect>

const picture = { source: Buffer.from('iVBORw0KGgo=', 'base64'), name: 'picture.png', type: 'image/png' }
const recording = { source: Buffer.alloc(44), name: 'question.wav', type: 'audio/wav' }

const capabilities: Readonly<Record<string, (mira: Mira) => Promise<void>>> = {
  async models(mira) {
    assert.ok((await mira.models.list()).data.length > 0)
  },
  async chat(mira) {
    const completion = await mira.chat.create({ messages })
    assert.match(completion.choices[0]?.message.content ?? '', /42/)
    assert.ok((completion.usage?.total_tokens ?? 0) > 0)
  },
  async 'chat stream'(mira) {
    const stream = mira.chat.stream({ messages })
    let text = ''
    for await (const chunk of stream) text += chunk.text
    assert.match(text, /42/)
    assert.equal((await stream.final()).choices[0]?.message.content, text)
  },
  async 'tool call'(mira) {
    const cities: string[] = []
    const tool = defineTool({
      name: 'get_time',
      description: 'Returns the local time in a city',
      parameters: z.object({ city: z.string() }),
      execute: ({ city }) => {
        cities.push(city)
        return '09:41'
      },
    })
    const asked = [{ role: 'user' as const, content: timeQuestion }]
    const { completion } = await mira.chat.runTools({ messages: asked, tools: [tool] })
    assert.deepEqual(cities, ['Tokyo'])
    assert.match(completion.choices[0]?.message.content ?? '', /09:41/)
  },
  async embeddings(mira) {
    const { data } = await mira.embeddings.create({ input: ['a', 'b'] })
    assert.ok(data.length === 2 && data[0]?.embedding.every(Number.isFinite))
  },
  async images(mira) {
    const { data } = await mira.images.generate({ prompt: 'a red apple' })
    assert.ok(((await data[0]?.blob())?.size ?? 0) > 0)
  },
  async 'image edit'(mira) {
    const { data } = await mira.images.edit(
      { prompt: 'make it blue', reference_images: [picture] },
      { encoding: 'multipart' },
    )
    assert.ok(data.length > 0)
  },
  async transcription(mira) {
    const { text } = await mira.audio.transcribe({ file: recording })
    assert.match(text, /six times seven/)
  },
}

const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-servers-'))
try {
  await installServers(folder)
  const tried: TriedClient[] = []
  for (const kind of foreignServers) tried.push(await tryServer(kind))
  console.log(`\n${formatCompatibility(tried)}`)
} finally {
  rmSync(folder, { recursive: true })
}
verdicts.report()

async function tryServer(kind: ForeignServerKind): Promise<TriedClient> {
  await using server = await kind.start(folder)
  const mira = connect(server.url)
  const cells: Cell[] = []
  for (const [name, attempt] of Object.entries(capabilities)) {
    if (kind.missing.includes(name)) {
      cells.push({ name, reason: 'the server does not have it' })
      continue
    }
    const problem = await attempt(mira).then(
      () => undefined,
      (error: unknown) => String(error),
    )
    verdicts.note(`${kind.package}: ${name}`, problem === undefined ? [] : [problem])
    cells.push(problem === undefined ? { name } : { name, problem })
  }
  return { title: kind.package, version: installedVersion(folder, kind.package), cells }
}
