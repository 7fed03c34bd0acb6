import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startServer } from '../start-server.ts'
import { ask, noEngines, onePixel, startEmulator } from '../test-support/start-emulator.test-support.ts'
import { parseFixtures } from './parse-fixtures.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mira-fixtures-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('reads the files of a directory in the order of their paths, in JSON and YAML', async () => {
  const directory = join(folder, 'set')
  await mkdir(join(directory, 'deep'), { recursive: true })
  await writeFile(join(directory, 'b.json'), JSON.stringify([{ answer: { text: 'from JSON' } }]))
  await writeFile(join(directory, 'a.yaml'), 'fixtures:\n  - match: { user: yaml }\n    answer: { text: from YAML }\n')
  await writeFile(join(directory, 'deep/c.yml'), '- match: { user: deep }\n  answer: { text: never }\n')
  await writeFile(join(directory, 'notes.txt'), 'not a fixture')
  await using server = await startEmulator([], { emulator: { fixtures: directory } })
  expect(await ask(server, 'yaml')).toBe('from YAML')
  expect(await ask(server, 'deep')).toBe('from JSON')
})

it('reads the files that an answer names, next to the fixture file', async () => {
  const path = join(folder, 'image.yaml')
  await writeFile(join(folder, 'dot.png'), Buffer.from(onePixel, 'base64'))
  await writeFile(path, '- answer:\n    images:\n      - file: dot.png\n')
  await using server = await startEmulator([], { emulator: { fixtures: path } })
  const response = await server.post('/v1/images/generate', { prompt: 'x', response_format: 'b64_json' })
  expect(await response.json()).toMatchObject({ data: [{ b64_json: onePixel }] })
})

it.each([
  {
    name: 'a wrong type',
    text: '- answer:\n    text: Hi\n  match:\n    turn: one\n',
    error: 'x.yaml:4: fixture 1: match.turn: ',
  },
  {
    name: 'an unknown field',
    text: '- answer:\n    txt: Hi\n',
    error: 'x.yaml:2: fixture 1: answer: unrecognized key: "txt"',
  },
  { name: 'a missing answer', text: '- answer: { text: Hi }\n- match: {}\n', error: 'x.yaml:2: fixture 2: answer: ' },
  {
    name: 'an unknown endpoint',
    text: '- match:\n    endpoint: chats\n  answer: { text: Hi }\n',
    error: 'x.yaml:2: fixture 1: match.endpoint: unknown endpoint "chats"',
  },
  {
    name: 'a bad pattern',
    text: '- match:\n    user: /(/\n  answer: { text: Hi }\n',
    error: 'x.yaml:2: fixture 1: match.user: expected a valid regular expression',
  },
  {
    name: 'a header that splits the response',
    text: '- answer:\n    error:\n      status: 500\n      headers: { a: "b\\r\\nc: d" }\n',
    error: 'x.yaml:4: fixture 1: answer.error.headers.a: ',
  },
  {
    name: 'a missing file',
    text: '- answer:\n    audio:\n      file: none.wav\n',
    error: 'x.yaml:3: answer.audio.file: cannot read ',
  },
  {
    name: 'two sources',
    text: '- answer:\n    audio: { file: a, base64: aaaa }\n',
    error: 'x.yaml:2: fixture 1: answer.audio: expected either file or base64',
  },
  { name: 'broken YAML', text: '- answer: { text: Hi\n', error: 'x.yaml:2: ' },
  { name: 'a scalar', text: 'hello\n', error: 'x.yaml:1: ' },
])('names file, line and field of $name', ({ text, error }) => {
  expect(() => parseFixtures(text, join(folder, 'x.yaml'))).toThrow(join(folder, error))
})

it('rejects JSON that is only valid YAML, and names the line of valid JSON', () => {
  expect(() => parseFixtures('[{ answer: {} }]', 'x.json')).toThrow('x.json: ')
  const text = '[\n  {\n    "answer": {\n      "text": 1\n    }\n  }\n]'
  expect(() => parseFixtures(text, 'x.json')).toThrow('x.json:4: fixture 1: answer.text: ')
})

it('does not start with invalid fixtures', async () => {
  await expect(startServer({ engines: noEngines, emulator: { fixtures: join(folder, 'none.yaml') } })).rejects.toThrow(
    'ENOENT',
  )
  const fixtures = [{ answer: { reasoning: 1 } }] as never
  await expect(startServer({ engines: noEngines, emulator: { fixtures } })).rejects.toThrow(
    new RangeError('emulator.fixtures[0]: answer.reasoning: expected a string, not 1'),
  )
})

it('reads a file again when it changes, and keeps the last good fixtures when it is broken', async () => {
  const path = join(folder, 'hot.yaml')
  await writeFile(path, '- answer: { text: one }\n')
  const logged: string[] = []
  const record = (_entry: object, message: string) => void logged.push(message)
  const logger = { debug() {}, info: record, warn: record, error: record }
  await using server = await startEmulator([], { emulator: { fixtures: path }, logger })
  expect(await ask(server, 'Hi')).toBe('one')
  await writeFile(path, '- answer: { text: two }\n')
  await expect.poll(() => ask(server, 'Hi')).toBe('two')
  await writeFile(path, '- answer: { txt: three }\n')
  await expect.poll(() => logged).toContain('fixtures could not be reloaded; the previous ones stay in use')
  expect(await ask(server, 'Hi')).toBe('two')
  // As editors do.
  await writeFile(`${path}.new`, '- answer: { text: four }\n')
  await rename(`${path}.new`, path)
  await expect.poll(() => ask(server, 'Hi')).toBe('four')
})
