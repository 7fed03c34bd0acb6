import { cp, readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { startServer } from '@mira/server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createBoxVideoEngine } from '../../packages/server/src/lib/test-support/job-engines.test-support.ts'
import { buildProgram, type Program, type Result, type RunOptions, run } from './cli-host.ts'
import { createPausableMusicEngine } from './lib/create-pausable-music-engine.ts'

const files = resolve(import.meta.dirname, '../../examples/node/files')
const sign = join(files, 'sign.png')

let server: Awaited<ReturnType<typeof startServer>>
let program: Program
let environment: Readonly<Record<string, string>>
beforeAll(async () => {
  ;[server, program] = await Promise.all([
    startServer({ engines: { music: createPausableMusicEngine(), video: createBoxVideoEngine() }, warmUp: true }),
    buildProgram(),
  ])
  const { PATH = '' } = process.env
  environment = { PATH, HOME: program.folder, MIRA_BASE_URL: server.url, MIRA_API_KEY: server.apiKey! }
})
afterAll(async () => {
  await server.close()
  await program[Symbol.asyncDispose]()
})

/** Runs `mira` like a shell. */
function mira(args: readonly string[], { env, ...options }: RunOptions = {}): Promise<Result> {
  const command = [process.execPath, program.bin, ...args] as const
  return run(command, program.folder, { ...options, env: { ...environment, ...env } })
}

/** Runs a script in a shell, in which `mira` is a command. */
function shell(script: string, { env, ...options }: RunOptions = {}): Promise<Result> {
  const define = `mira() { "${process.execPath}" "${program.bin}" "$@"; }`
  return run(['sh', '-c', `${define}; ${script}`], program.folder, { ...options, env: { ...environment, ...env } })
}

/** Asserts that a command succeeded without a remark, and returns its output. */
async function succeed(args: readonly string[], options?: RunOptions): Promise<string> {
  const { code, out, err } = await mira(args, options)
  expect([code, err]).toEqual([0, ''])
  return out
}

const json = async (args: readonly string[], options?: RunOptions) =>
  JSON.parse(await succeed([...args, '--json'], options))

describe('chat', () => {
  it('answers', async () => {
    expect(await succeed(['chat', 'What is 12 % of 250?'])).toMatch(/30\n$/)
    expect(await succeed(['chat', 'What', 'is', '6', 'times', '7?', '-s', 'Reply with only the number.'])).toMatch(
      /42\n$/,
    )
    expect(await succeed(['chat', 'Which colors are these?', '-f', join(files, 'sunset.png')])).toMatch(/pink/)
  })

  it('takes piped text as context, or as the prompt', async () => {
    const input = 'Mary has 3 cats.'
    expect(await succeed(['chat', 'How many cats are there?'], { input })).toMatch(/3/)
    expect(await succeed(['chat', '-'], { input: 'Сколько будет 6 умножить на 7?' })).toMatch(/42/)
    expect(await succeed(['chat'], { input: 'What is 6 times 7?' })).toMatch(/42/)
  })

  it('prints one object, or each chunk as a line', async () => {
    expect(await json(['chat', 'What is 6 times 7?'])).toMatchObject({
      object: 'chat.completion',
      text: '6 * 7 = 42',
      usage: { total_tokens: expect.any(Number) },
    })
    const lines = (await succeed(['chat', 'What is 6 times 7?', '--json-stream'])).trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line).text).join('')).toBe('6 * 7 = 42')
  })

  it('says that an answer is truncated', async () => {
    const { code, out, err } = await mira(['chat', 'Count from 1 to 50.', '--max-tokens', '5'])
    expect(code).toBe(0)
    expect(out).toMatch(/^1, 2.*\n$/)
    expect(err).toBe('mira: The answer was truncated at its maximum length; allow more with --max-tokens.\n')
  })

  it('ends cleanly when the reader of its pipe is gone', async () => {
    const { code, out, err } = await shell(
      '{ mira chat --json-stream "Count from 1 to 500."; echo "[exit $?]" >&2; } | head -1',
    )
    expect([code, err]).toEqual([0, '[exit 0]\n'])
    expect(JSON.parse(out)).toMatchObject({ object: 'chat.completion.chunk' })
  })
})

describe('images', () => {
  it('are saved under the name of the prompt, or of the option', async () => {
    expect(await succeed(['image', 'Маяк', 'на', 'закате'])).toBe('Маяк-на-закате.png\n')
    const first = await readFile(join(program.folder, 'Маяк-на-закате.png'))
    expect(first.subarray(1, 4).toString()).toBe('PNG')
    expect(await json(['image', 'Маяк на закате', '--seed', '7'])).toMatchObject({
      data: [{ path: 'Маяк-на-закате-2.png', media_type: 'image/png', size_bytes: expect.any(Number) }],
    })
    expect(await readFile(join(program.folder, 'Маяк-на-закате.png'))).toEqual(first)
    expect(await succeed(['image', 'A red house', '-n', '2', '-o', 'house.png'])).toBe('house-1.png\nhouse-2.png\n')
  })

  it('go through pipes', async () => {
    const drawn = await mira(['image', 'A red house', '-o', '-'])
    expect(drawn.bytes.subarray(1, 4).toString()).toBe('PNG')
    const edited = await mira(['image', 'Make it black and white', '--edit', '-', '-o', '-'], { input: drawn.bytes })
    expect([edited.code, edited.err]).toEqual([0, ''])
    expect(edited.bytes.subarray(1, 4).toString()).toBe('PNG')
    expect(edited.bytes).not.toEqual(drawn.bytes)
  })

  it('are searched', async () => {
    expect(await succeed(['locate', sign, 'the red circle'])).toMatch(/^0\.125\t0\.125\t\S+\t\S+\tred circle\t\S+\n$/)
    expect(await json(['locate', '-', 'the', 'red', 'circle'], { input: await readFile(sign) })).toMatchObject({
      found: true,
    })
    expect(await succeed(['locate', sign, 'the red circle', '--grid', '8x6'])).toMatch(/^(\d\t\d\n)+$/)
    expect(await json(['locate', sign, 'elephant'])).toEqual({ found: false, boxes: [] })
    const missing = await mira(['locate', sign, 'elephant'])
    expect([missing.code, missing.out]).toEqual([1, ''])
    expect(missing.err).toBe(`mira: ${sign}: no elephant found.\n`)
  })
})

describe('speech', () => {
  it('is spoken to files and pipes, and read from both', async () => {
    const text = 'Good morning, how are you today?'
    expect(await succeed(['speak', text, '-o', 'утро.wav'])).toBe('утро.wav\n')
    expect(await succeed(['transcribe', 'утро.wav'])).toMatch(/how are you/i)
    const piped = await shell('mira speak --format wav | mira transcribe --format srt', { input: text })
    expect([piped.code, piped.err]).toEqual([0, ''])
    expect(piped.out).toMatch(/^1\n00:00:0\S+ --> 00:00:0\S+\n.*how are you/i)
    expect(await json(['speak', text, '-o', 'morning.mp3'])).toMatchObject({
      path: 'morning.mp3',
      media_type: 'audio/mpeg',
    })
    expect(await json(['transcribe', 'morning.mp3'])).toMatchObject({
      text: expect.stringMatching(/how are you/i),
      segments: [expect.objectContaining({ start: expect.any(Number) })],
    })
    expect(await succeed(['transcribe', 'morning.mp3', '-o', 'morning.vtt'])).toBe('')
    expect(await readFile(join(program.folder, 'morning.vtt'), 'utf8')).toMatch(/^WEBVTT/)
  })

  it('is written to named pipes, which stay what they are', async () => {
    const { code, out, err } = await shell(
      'mkfifo pipe; cat pipe > copy & mira speak Hi --format wav -o pipe; wait; head -c 4 copy; test -p pipe',
    )
    expect([code, out, err]).toEqual([0, 'pipe\nRIFF', ''])
  })

  it('is a pipe that may close early', async () => {
    const { code, bytes, err } = await shell(
      '{ mira speak "Hello there, how are you?"; echo "[exit $?]" >&2; } | head -c 10',
    )
    expect([code, bytes.length, err]).toEqual([0, 10, '[exit 0]\n'])
  })
})

describe('jobs', () => {
  it('are waited for, and saved', async () => {
    const song = ['music', 'Slow piano', '--instrumental', '--seconds', '3']
    expect(await succeed([...song, '-o', 'piano.mp3'])).toBe('piano.mp3\n')
    expect((await readFile(join(program.folder, 'piano.mp3'))).length).toBeGreaterThan(1_000)
    const piped = await mira([...song, '-o', '-'])
    expect([piped.code, piped.err, piped.bytes.length > 1_000]).toEqual([0, '', true])
  })

  it('are started, resumed and canceled by their id', async () => {
    const detached = await json(['video', 'A boat', '--first-frame', join(files, 'sunset.png'), '--detach'])
    expect(detached).toMatchObject({
      id: expect.any(String),
      kind: 'video',
      status: expect.stringMatching(/queued|running/),
    })
    expect(await json(['video', '--job', detached.id, '-o', 'boat.mp4'])).toMatchObject({
      id: detached.id,
      status: 'succeeded',
      path: 'boat.mp4',
      media_type: 'video/mp4',
    })
    const id = (await succeed(['music', 'Rain, wait', '--seconds', '200', '--detach'])).trim()
    expect(await json(['music', '--job', id, '--cancel'])).toMatchObject({ id, kind: 'music' })
    const canceled = await mira(['music', '--job', id])
    expect([canceled.code, canceled.out]).toEqual([6, ''])
    expect(canceled.err).toMatch(/^mira: music\.wait: job \S+ was canceled.*\n$/)
  })

  it('continue after Ctrl-C, which prints how to resume', async () => {
    const interrupted = await mira(['video', 'A boat at sea', '-o', 'море и лодка.mp4', '--debug'], {
      onOutput: ({ err }, child) => err.includes('POST') && child.kill('SIGINT'),
    })
    expect([interrupted.code, interrupted.out]).toEqual([130, ''])
    const [, id = ''] = /^Job (\S+) continues on the server\. Resume it with: /m.exec(interrupted.err) ?? []
    expect(interrupted.err).toContain(`mira video --job ${id} -o 'море и лодка.mp4'\n`)
    const resumed = await shell(interrupted.err.split('Resume it with: ')[1]!)
    expect([resumed.code, resumed.out, resumed.err]).toEqual([0, 'море и лодка.mp4\n', ''])
  })
})

describe('embeddings, models and the account', () => {
  it('prints vectors', async () => {
    const lines = (await succeed(['embed', '--lines', '--dimensions', '256'], { input: 'Цена\nDelivery\n' }))
      .trim()
      .split('\n')
    expect(lines.map((line) => JSON.parse(line).length)).toEqual([256, 256])
    const { data } = await json(['embed', 'Цена', '--dimensions', '256'])
    expect(data[0].embedding).toEqual(JSON.parse(lines[0]!))
  })

  it('lists models as columns for other programs', async () => {
    const { out } = await shell("mira models | cut -f1 | grep -x 'mira-embed'")
    expect(out).toBe('mira-embed\n')
    expect((await json(['models'])).data).toContainEqual(expect.objectContaining({ id: 'mira' }))
  })

  it('manages keys', async () => {
    const created = await mira(['keys', 'create', 'ночная сборка'])
    expect(created.out).toMatch(/^sk-mira-[\da-f]{40}\n$/)
    const [, id = ''] = /with the id (\S+)\. Store/.exec(created.err) ?? []
    // The new key, from a pipe, instead of the one of the environment.
    const piped = await shell('printf "%s\\nMary has 3 cats." "$KEY" | mira chat --key-stdin "How many cats?"', {
      env: { KEY: created.out.trim(), MIRA_API_KEY: undefined },
    })
    expect([piped.code, piped.err]).toEqual([0, ''])
    expect(piped.out).toMatch(/3/)
    expect(await succeed(['keys', 'list'])).toContain(`${id}\tночная сборка\t${created.out.slice(0, 16)}…\t`)
    expect(await succeed(['keys', 'revoke', id])).toBe(`Revoked ${id}\n`)
    const refused = await mira(['balance'], { env: { MIRA_API_KEY: created.out.trim() } })
    expect(refused.code).toBe(3)
    expect(await json(['keys', 'create', 'scripts'])).toMatchObject({
      name: 'scripts',
      key: expect.stringMatching(/^sk-mira-/),
    })
  })

  it('shows the balance and the usage', async () => {
    expect(await succeed(['balance'])).toMatch(/^Balance\t[\d\s]+,\d\d\s₽\nSpent today\t/)
    expect(await json(['balance'])).toMatchObject({ balance_kopecks: expect.any(Number) })
    expect(await succeed(['usage'])).toMatch(/^Today\t\d+\t\d+\t.*₽\nThis month\t/)
    expect(await succeed(['usage'])).toMatch(/^Quota today \(local\)\tunlimited\t/m)
    expect(await succeed(['usage', '--start', '2026-01-01', '--group-by', 'model'])).toMatch(/^mira\t\d+\t\d+\t/m)
    expect(await json(['usage', '--start', '2026-01-01'])).toMatchObject({ range: { start: '2026-01-01' } })
  })
})

describe('examples', () => {
  const folder = resolve(import.meta.dirname, '../../examples/cli')

  it.each([
    ['chat.sh', /30\n.*3.*\n.*pink/],
    ['media.sh', /^lighthouse\.png\ngray\.png\n0\.125\t.*\nmorning\.mp3\n.*how are you.*\npiano\.mp3\n$/i],
    ['jobs.sh', /^boat\.mp4\n$/],
    ['pipes.sh', /^WEBVTT\n(.*\n)*mira-embed\n(.*\n)*\d+\nexit code 1\n$/],
  ])(
    '%s runs',
    async (name, expected) => {
      for (const file of ['meeting.mp3', 'sign.png', 'sunset.png'])
        await cp(join(files, file), join(program.folder, file))
      const { code, out } = await shell(await readFile(join(folder, name), 'utf8'))
      expect(code).toBe(0)
      expect(out).toMatch(expected)
    },
    120_000,
  )

  it('are all run', async () => {
    expect((await readdir(folder)).toSorted()).toEqual(['chat.sh', 'jobs.sh', 'media.sh', 'pipes.sh'])
  })
})
