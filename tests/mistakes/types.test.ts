import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'

// What people misspell or confuse first, and what their editor underlines. Compiled once, as in a program of theirs.

const header = `import { account } from '@mira/account'
import { chat, defineTool } from '@mira/chat'
import { createClient, isMiraError } from '@mira/core'
import { jobs } from '@mira/jobs'
import { media } from '@mira/media'
import { realtime } from '@mira/realtime'
import { z } from 'zod'
const mira = createClient().extend(chat).extend(media).extend(jobs).extend(account).extend(realtime)
const messages = [{ role: 'user', content: 'Hello' }]
export { account, chat, createClient, defineTool, isMiraError, jobs, media, messages, mira, realtime, z }
`

/** Mistakes with a part of the error. */
const mistakes: readonly (readonly [code: string, error: string])[] = [
  [`mira.chat.create({ messages: 'Hello' })`, `'string' is not assignable to type 'readonly ChatMessage`],
  [`mira.chat.create({ message: [] })`, `Did you mean to write 'messages'?`],
  [`mira.chat.create({ messages, max_token: 5 })`, `Did you mean to write 'max_tokens'?`],
  [`mira.chat.create({ messages, temprature: 0.1 })`, `Did you mean to write 'temperature'?`],
  [`mira.chat.create({ messages, maxTokens: 5 })`, `Did you mean to write 'max_tokens'?`],
  [`mira.chat.create({ messages, temperature: '0.5' })`, `'string' is not assignable to type 'number'`],
  [
    `mira.chat.create({ messages: [{ role: 'user', text: 'Hello' }] })`,
    `'text' does not exist in type 'ChatMessageFields'`,
  ],
  [`mira.chat.create({ messages }, { timeOut: 5 })`, `Did you mean to write 'timeout'?`],
  [`mira.chat.completions.create({ messages })`, `Property 'completions' does not exist`],
  [
    `for await (const part of await mira.chat.create({ messages })) part`,
    `must have a '[Symbol.asyncIterator]()' method`,
  ],
  [`for await (const chunk of mira.chat.stream({ messages })) chunk.txt`, `Did you mean 'text'?`],
  [`(await mira.chat.create({ messages })).choices[0]!.message.content.trim()`, `Object is possibly 'null'`],
  [`mira.chat.parse({ messages })`, `Property 'schema' is missing`],
  [`mira.chat.parse({ messages, schema: { type: 'object' } })`, `'type' does not exist in type 'StandardSchema`],
  [
    `defineTool({ name: 'w', parameters: z.object({ city: z.string() }), execute: ({ town }) => town })`,
    `Property 'town' does not exist`,
  ],
  [`createClient().extend(chat).images.generate({ prompt: 'a cat' })`, `Property 'images' does not exist`],
  [`createClient({ baseURL: 'http://127.0.0.1:8787' })`, `Did you mean to write 'baseUrl'?`],
  [`createClient({ timeout: '10s' })`, `'string' is not assignable to type 'number | Partial<Timeouts>`],
  [`createClient({ retry: true })`, `'true' is not assignable to type`],
  [`createClient().extend(chat())`, `Expected 1 arguments, but got 0`],
  [`createClient().extend('chat')`, `not assignable to parameter of type 'Extension<`],
  [`mira.images.generate({ size: '1024x1024' })`, `Property 'prompt' is missing`],
  [`mira.images.generate({ prompt: 'a cat', number: 2 })`, `'number' does not exist in type 'GenerateImagesFields'`],
  [`mira.audio.speech('Hello')`, `'string' is not assignable to parameter of type 'Speech`],
  [`mira.audio.speech({ input: 'Hello', responseFormat: 'mp3' })`, `Did you mean to write 'response_format'?`],
  [`mira.audio.transcribe({ file: 'meeting.mp3' })`, `'string' is not assignable to type 'FileSource'`],
  [`mira.video.generate({ prompt: 'x', duration_seconds: '5' })`, `'string' is not assignable to type 'number'`],
  [`mira.video.generate({ prompt: 'x', aspectRatio: '16:9' })`, `Did you mean to write 'aspect_ratio'?`],
  [`(await mira.video.generate({ prompt: 'x' })).url`, `Property 'url' does not exist`],
  [`mira.usage.get({ groupBy: 'day' })`, `Did you mean to write 'group_by'?`],
  [`(await mira.realtime.connect({})).on('response.audio.delta', (event) => event.audoi)`, `Did you mean 'audio'?`],
  [`try {} catch (error) { if (isMiraError(error)) error.retryAfter }`, `Did you mean 'retryAfterMs'?`],
  [`import Mira from '@mira/core'`, `has no default export`],
  [`import { createClient as create } from '@mira/chat'`, `has no exported member 'createClient'`],
]

/** What the types must let through. */
const intended = [
  `mira.chat.create({ messages, ...{ new_field: 1 } })`,
  `mira.chat.create({ messages: [{ role: 'newer', content: 'Hello' }], model: 'mira-newer' })`,
  `mira.chat.create({ messages: JSON.parse('[]') })`,
  `mira.images.generate({ prompt: 'a cat', size: '2048x2048', quality: 'ultra' })`,
]

let folder = ''
let output = ''
beforeAll(async () => {
  const cache = join(import.meta.dirname, '.cache')
  await mkdir(cache, { recursive: true })
  // Within the package, so that its dependencies are found.
  folder = await mkdtemp(join(cache, 'types-'))
  await writeFile(join(folder, 'shared.ts'), header)
  const names = 'account, chat, createClient, defineTool, isMiraError, jobs, media, messages, mira, realtime, z'
  const programs = [...mistakes.map(([code]) => code), ...intended]
  await Promise.all(
    programs.map((code, index) =>
      writeFile(join(folder, `program-${index}.ts`), `import { ${names} } from './shared.ts'\n${code}\n`),
    ),
  )
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable', 'dom.asynciterable'],
    module: 'preserve',
    customConditions: ['@mira/source'],
    allowImportingTsExtensions: true,
    types: ['node'],
    noEmit: true,
    strict: true,
    skipLibCheck: true,
  }
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }))
  output = await new Promise((resolve) => {
    const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc')
    execFile(process.execPath, [compiler, '-p', folder, '--pretty', 'false'], { cwd: folder }, (_, stdout) =>
      resolve(stdout),
    )
  })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** Errors of a program, of which the first two lines only import. */
const errorsOf = (index: number) =>
  output.split(/\n(?=\S)/).filter((error) => error.startsWith(`program-${index}.ts(2,`))

it.each(mistakes.map(([code, error], index) => ({ code, error, index })))('$code', ({ error, index }) => {
  expect(errorsOf(index).join('\n')).toContain(error)
})

it.each(intended.map((code, index) => ({ code, index: mistakes.length + index })))(
  'lets through $code',
  ({ index }) => {
    expect(errorsOf(index)).toEqual([])
  },
)
