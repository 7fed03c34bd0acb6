import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { spawn as openTerminal } from '@lydell/node-pty'
import { startServer } from '@mira/server'
import { createGate, startTestServer } from '@mira/test-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, isInstalled, type Program, type Result, type RunOptions, run } from './cli-host.ts'

let server: Awaited<ReturnType<typeof startServer>>
let program: Program
let environment: Readonly<Record<string, string>>
beforeAll(async () => {
  ;[server, program] = await Promise.all([startServer({ warmUp: true }), buildProgram()])
  const { PATH = '' } = process.env
  environment = {
    PATH,
    HOME: program.folder,
    TERM: 'xterm',
    SHELL: '/bin/bash',
    MIRA_BASE_URL: server.url,
    MIRA_API_KEY: server.apiKey!,
  }
  await writeFile(join(program.folder, 'mira'), `#!/bin/sh\nexec "${process.execPath}" "${program.bin}" "$@"\n`, {
    mode: 0o755,
  })
})
afterAll(async () => {
  await server.close()
  await program[Symbol.asyncDispose]()
})

/** Runs a shell command on a pipe, with `mira` in the path. */
function pipe(command: string, { env, ...options }: RunOptions = {}): Promise<Result> {
  const PATH = `${program.folder}:${environment.PATH}`
  return run(['sh', '-c', command], program.folder, { ...options, env: { ...environment, PATH, ...env } })
}

/** Text to type, each as soon as the terminal shows something. */
type Dialogue = readonly (readonly [shown: RegExp, typed: string])[]

/** Runs a shell command on a terminal of a width, and types. Returns all that the terminal received. */
async function terminal(command: string, width: number, dialogue: Dialogue = []): Promise<string> {
  const typist = [...dialogue]
  let seen = 0
  let text = ''
  const { PATH } = environment
  // Ctrl-C reaches the shell too, which is to report the exit code.
  const child = openTerminal('sh', ['-c', `trap : INT; ${command}; echo "[exit $?]"`], {
    cols: width,
    rows: 24,
    cwd: program.folder,
    env: { ...environment, PATH: `${program.folder}:${PATH}` },
  })
  child.onData((data) => {
    text += data
    for (;;) {
      const found = typist[0]?.[0].exec(text.slice(seen))
      if (!found) return
      seen += found.index + found[0].length
      child.write(typist.shift()![1])
    }
  })
  await new Promise<void>((resolve) => child.onExit(() => resolve()))
  expect(typist).toEqual([])
  return visible(text).replaceAll('\r\n', '\n')
}

/** Makes escape characters visible. */
const visible = (text: string): string => text.replaceAll('\u001b', '␛')

const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

const sequence = /␛\[[\d;?]*[a-zA-Z]/g
const plain = (text: string): string => text.replace(sequence, '')

describe('a terminal', () => {
  it.each([40, 200])('of %d columns is not exceeded', async (width) => {
    for (const command of ['mira --help', 'mira chat --help', 'mira models', 'mira usage', 'mira balance']) {
      const lines = plain(await terminal(command, width)).split('\n')
      expect(lines.at(-2), command).toBe('[exit 0]')
      const isHelp = command.endsWith('help')
      // Examples and the environment are lines to copy.
      const wrapped = lines.filter((line) => !isHelp || !/^( {2}\$| {2}MIRA_|Exit codes)/.test(line))
      expect(Math.max(...wrapped.map((line) => line.length)), command).toBeLessThanOrEqual(width)
    }
  })

  it('shows tables with a header, in color, and progress', async () => {
    expect(await terminal('mira models', 100)).toMatch(/^␛\[1mID +CONTEXT/)
    const drawn = await terminal('mira image "A red house" -o house.png', 60)
    expect(drawn).toContain('Generating the image')
    expect(drawn).toMatch(/␛\[2Khouse\.png\n\[exit 0\]\n$/)
    for (const line of plain(drawn).split(/[\r\n]/)) expect(line.length).toBeLessThan(60)
  })

  it.each([
    ['NO_COLOR=1 mira models', false],
    ['TERM=dumb mira models', false],
    ['FORCE_COLOR=0 mira models', false],
    ['mira models', true],
  ])('%s is colored: %s', async (command, isColored) => {
    expect(/␛\[1m/.test(await terminal(command, 80))).toBe(isColored)
  })

  it('is protected from files', async () => {
    expect(await terminal('mira speak Hi -o -', 80)).toMatch(/^mira: Standard output is a terminal: .*\n\[exit 2\]/)
  })

  it('is protected from control characters of answers', async () => {
    await using hostile = await startTestServer({
      'POST /v1/chat/completions': {
        sse: [
          {
            choices: [{ index: 0, delta: { content: '\u001b]0;owned\u0007\u009b2JПривет' }, finish_reason: 'stop' }],
          },
          '[DONE]',
        ],
      },
      'GET /v1/models': { json: { data: [{ id: 'mira', description: '\u001b[31mred' }] } },
    })
    const base = `--base-url ${hostile.url}`
    expect(await terminal(`mira chat Hi ${base} 2>/dev/null`, 80)).toBe(']0;owned2JПривет\n[exit 0]\n')
    expect(await terminal(`mira models ${base}`, 80)).not.toContain('␛[31m')
    // In a pipe, the answer is what the server sent.
    expect((await pipe(`mira chat Hi ${base}`)).out).toContain('\u001b]0;owned\u0007')
  })

  const prompt = /36m> /

  it('talks, remembers and starts over', async () => {
    const shown = await terminal('mira chat -s "Be brief."', 80, [
      [prompt, 'My name is Ada\r'],
      [prompt, 'What is my name?\r'],
      [prompt, '/clear\r'],
      [prompt, '\u0004'],
    ])
    expect(plain(shown)).toMatch(/^Ctrl-C stops an answer/)
    expect(plain(shown)).toMatch(/What is my name\?[^?]*Ada\./)
    expect(shown).toMatch(/\n\[exit 0\]\n$/)
    expect(await terminal('mira chat', 80, [[prompt, '\u0003']])).toMatch(/\[exit 130\]\n$/)
  })

  it('stops an answer by Ctrl-C, and goes on without it', async () => {
    const gate = createGate()
    const content = (text: string) => ({ choices: [{ index: 0, delta: { content: text }, finish_reason: null }] })
    await using slow = await startTestServer({
      'POST /v1/chat/completions': [
        { sse: [content('Once upon'), gate] },
        { status: 402, json: { detail: 'Balance is used up' } },
        { sse: [content('Yes.'), { choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] }, '[DONE]'] },
      ],
    })
    const shown = await terminal(`mira chat --base-url ${slow.url}`, 80, [
      [prompt, 'Tell me a story\r'],
      [/Once upon/, '\u0003'],
      [prompt, 'Are you there?\r'],
      [prompt, 'Are you?\r'],
      [prompt, '/exit\r'],
    ])
    gate.open()
    expect(plain(shown)).toMatch(/Balance is used up .*Top up the account.*Yes\.\n/s)
    expect(shown).toMatch(/\n\[exit 0\]\n$/)
    const contents = slow.requests.map((request) => {
      const { messages } = request.json() as { readonly messages: readonly { readonly content: string }[] }
      return messages.map(({ content: text }) => text)
    })
    expect(contents).toEqual([['Tell me a story'], ['Are you there?'], ['Are you?']])
  })

  it('shows how far a video is, and keeps it after Ctrl-C', async () => {
    const shown = await terminal('mira video "A boat at sea" -o boat.mp4', 60, [[/ 0 % /, '\u0003']])
    expect(shown).toMatch(/␛\[2KJob \S+ continues on the server\. Resume it with: mira video --job \S+ -o boat\.mp4\n/)
    expect(shown).toMatch(/\[exit 130\]\n$/)
    const id = /--job (\S+)/.exec(shown)![1]
    expect(await terminal(`mira video --job ${id} -o boat.mp4`, 60)).toMatch(
      /video: \S+ [█░]+ \d+ %.*boat\.mp4\n\[exit 0\]\n$/s,
    )
  })
})

describe('pipes', () => {
  it('have neither color nor progress', async () => {
    for (const command of ['mira --help', 'mira models', 'mira image "A red house" -o house.png', 'mira doctor']) {
      const { code, out, err } = await pipe(command)
      expect([code, err]).toEqual([0, ''])
      expect(visible(out)).not.toMatch(/[␛\r]/)
    }
    expect(visible((await pipe('mira --help', { env: { FORCE_COLOR: '1' } })).out)).toMatch(sequence)
    const narrow = await pipe('mira --help', { env: { COLUMNS: '40' } })
    expect(narrow.out).toMatch(/^ {6}ask a model; without a prompt,$/m)
  })
})

describe('completion', () => {
  it.each([
    ['mira ch', ['chat']],
    ['mira keys ', ['list', 'create', 'revoke']],
    ['mira completion ', ['bash', 'zsh', 'fish']],
    ['mira transcribe --format ', ['text', 'srt', 'vtt', 'json']],
    ['mira image --qual', ['--quality']],
    ['mira image --quality h', ['high']],
    ['mira chat --fi', ['--file']],
    ['mira image --output ', []],
    ['mira chat what', []],
  ])('bash completes %s', async (line, words) => {
    const script = `
      eval "$(mira completion bash)"
      COMP_WORDS=(${line.replace(/ $/, " ''")}) COMP_CWORD=$((\${#COMP_WORDS[@]} - 1))
      _mira; printf '%s\\n' "\${COMPREPLY[@]}"`
    expect((await pipe('mira completion bash')).out).toContain('COMPREPLY')
    // Not part of every system; its syntax is that of the text above.
    if (!isInstalled('bash')) return
    const { out, err } = await run(['bash', '-c', script], program.folder, {
      env: { ...environment, PATH: `${program.folder}:${environment.PATH}` },
    })
    expect([out.trim().split('\n').filter(Boolean), err]).toEqual([words, ''])
  })

  it.each(['zsh', 'fish'])('%s accepts its script', async (shell) => {
    const { code, out } = await pipe(`mira completion ${shell} | tee script`)
    expect(code).toBe(0)
    for (const name of ['chat', 'image', 'doctor']) expect(out).toContain(name)
    expect(out).toContain(shell === 'zsh' ? '--format[' : '-l format')
    if (isInstalled(shell)) expect(await pipe(`${shell} -n script`)).toMatchObject({ code: 0, err: '' })
  })
})

describe('call', () => {
  it('answers a recording', async () => {
    expect((await pipe('mira speak "What is six times seven?" -o question.wav')).code).toBe(0)
    const { code, out, err } = await pipe('mira call --voice rms --input question.wav --output answer.wav')
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(/^You: {2}What is six times seven\?\nMira: 6 \* 7 = 42\n$/)
    expect((await pipe('mira transcribe answer.wav')).out).toMatch(/forty.?two|42/i)
    const lines = (await pipe('mira call --input - --output answer.wav --json < question.wav')).out.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      { role: 'user', text: 'What is six times seven?' },
      { role: 'assistant', text: '6 * 7 = 42' },
    ])
  })

  it('goes from the microphone to the loudspeaker, until Ctrl-C', async () => {
    await pipe('mira speak "What is six times seven?" --format pcm -o question.pcm')
    await installPrograms()
    // Ctrl-C of a terminal reaches every program that runs in it.
    const sound = quote(join(program.folder, 'sound'))
    // Sound and text of the answer come in any order.
    const dialogue: Dialogue = [[/(?=.*\(heard\))(?=.*Mira: 6 \* 7 = 42)/s, '\u0003']]
    const shown = await terminal(`export TERMINAL=$(tty) PATH=${sound}:$PATH; mira call`, 80, dialogue)
    const lines = plain(shown).replace('(heard)\n', '')
    expect(lines).toMatch(/^Speak; Ctrl-C hangs up\. .*\nYou: {2}What is six times seven\?\nMira: 6 \* 7 = 42\n/)
    expect(shown).toMatch(/\[exit 0\]\n$/)
    expect((await readFile(join(program.folder, 'played.raw'))).length).toBeGreaterThanOrEqual(24_000)
  })

  it('names the programs that are missing, or that fail', async () => {
    const mira = [process.execPath, program.bin, 'call'] as const
    const none = { ...environment, PATH: '/nonexistent' }
    expect(await run(mira, program.folder, { env: none })).toMatchObject({
      code: 1,
      err: expect.stringMatching(/^mira: No program can play sound: install alsa-utils \(aplay\), sox or ffmpeg/),
    })
    expect(await run([...mira, '--output', 'a.wav'], program.folder, { env: none })).toMatchObject({
      code: 1,
      err: expect.stringMatching(
        /^mira: No program can record from the microphone: install alsa-utils \(arecord\), sox or ffmpeg/,
      ),
    })
    const broken = join(program.folder, 'broken')
    await mkdir(broken)
    await writeFile(join(broken, 'arecord'), '#!/bin/sh\necho "arecord: no soundcards found" >&2\nexit 1\n', {
      mode: 0o755,
    })
    const failed = await run([...mira, '--output', 'a.wav'], program.folder, {
      env: { ...environment, PATH: `${broken}:${environment.PATH}` },
    })
    expect(failed.code).toBe(1)
    expect(failed.err).toMatch(/arecord stopped recording: arecord: no soundcards found\.\n$/)
  })

  it('fails for a recording without speech', async () => {
    await writeFile(join(program.folder, 'not.wav'), 'RIFF')
    expect(await pipe('mira call --input not.wav --output answer.wav')).toMatchObject({ code: 2, out: '' })
  })

  /** Installs programs that record the question at the pace of a microphone, and play to a file. */
  async function installPrograms(): Promise<void> {
    const folder = join(program.folder, 'sound')
    await mkdir(folder)
    const recorder = `#!${process.execPath}
const { readFileSync } = require('node:fs')
const question = readFileSync(${JSON.stringify(join(program.folder, 'question.pcm'))})
let position = 0
setInterval(() => {
  const frame = Buffer.alloc(960)
  question.subarray(position, position + 960).copy(frame)
  position += 960
  process.stdout.write(frame)
}, 20)
process.stdout.on('error', () => process.exit())
`
    await writeFile(join(folder, 'arecord'), recorder, { mode: 0o755 })
    const played = quote(join(program.folder, 'played.raw'))
    const player = `#!/bin/sh
head -c 24000 > ${played}
echo '(heard)' > $TERMINAL
exec cat >> ${played}
`
    await writeFile(join(folder, 'aplay'), player, { mode: 0o755 })
  }
})
