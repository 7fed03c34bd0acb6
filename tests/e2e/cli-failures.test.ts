import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { createServer as createSecureServer } from 'node:https'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { type Fault, startServer } from '@mira/server'
import { createGate, startTestServer } from '@mira/test-server'
import { generate as createCertificate } from 'selfsigned'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { buildProgram, type Program, type Result, type RunOptions, run } from './cli-host.ts'

const secret = `sk-mira-${'5'.repeat(40)}`

let server: Awaited<ReturnType<typeof startServer>>
let program: Program
/** Fault of the next requests for an answer. */
let fault: Fault | undefined
beforeAll(async () => {
  const faults = ({ path }: { readonly path: string }): Fault | undefined =>
    path === '/v1/chat/completions' ? fault : undefined
  ;[server, program] = await Promise.all([startServer({ faults }), buildProgram()])
})
afterAll(async () => {
  await server.close()
  await program[Symbol.asyncDispose]()
})

/** Runs `mira`, and asserts that no part of its output is the key. */
async function mira(args: readonly string[], { env, ...options }: RunOptions = {}): Promise<Result> {
  const { PATH = '' } = process.env
  const api = { MIRA_BASE_URL: server.url, MIRA_API_KEY: server.apiKey }
  const command = [process.execPath, program.bin, ...args] as const
  const result = await run(command, program.folder, { ...options, env: { PATH, HOME: program.folder, ...api, ...env } })
  expect(result.out + result.err).not.toContain(server.apiKey!.slice(0, 20))
  expect(result.out + result.err).not.toContain(secret.slice(0, 20))
  return result
}

/** A port that nothing listens on. */
async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => listener.once('listening', done))
  const { port } = listener.address() as { port: number }
  await new Promise((done) => listener.close(done))
  return port
}

describe('command lines that are wrong', () => {
  it.each([
    [['chta', 'hi'], /unknown command 'chta' \(Did you mean chat\?\)/],
    [['chat', '--sytem', 'x', 'hi'], /unknown option '--sytem' \(Did you mean --system\?\)/],
    [['chat', 'hi', '--temperature', 'warm'], /Expected a number\./],
    [['models', 'extra'], /too many arguments/],
    [['locate', 'sign.png'], /missing required argument 'target'/],
    [['speak', 'hi', '--format', 'midi'], /Allowed choices are mp3/],
    [['chat'], /There is no prompt/],
    [['transcribe'], /There is no recording/],
    [['transcribe', 'нет.wav'], /нет\.wav/],
    [['chat', 'hi', '-f', 'нет.png'], /нет\.png/],
    [['chat', 'hi', '-f', import.meta.filename], /is not a JPEG, PNG, GIF or WebP image/],
    [['image', 'x', '-o', '-', '-n', '2'], /one image only/],
    [['image', 'x', '-o', '-', '--json'], /both the image and JSON/],
    [['video', '--cancel'], /--job ID/],
    [['video', 'x', '--job', 'j1'], /omit the prompt/],
    [['embed', '--lines'], /There is no text/],
    [['chat', 'hi', '--base-url', 'ftp://x'], /must be an http\(s\) URL/],
    [['chat', 'hi', '--api-key', 'KEY'], /list of processes/],
    [['chat', '--api-key=KEY'], /list of processes/],
    [['keys', 'revoke', 'KEY'], /id of the record, not the key itself/],
    [['completion', 'tcsh'], /Allowed choices are bash, zsh, fish/],
    [['chat', 'hi', '--timeout', '0'], /Expected a number above 0/],
    [['KEY'], /unknown command/],
  ])('%j', async (args, message) => {
    // Not in the names of the tests, which are printed.
    const { code, out, err } = await mira(args.map((arg) => arg.replace('KEY', secret)))
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^mira: [^\n]*[.?!")]\n$/)
    expect(err).toMatch(message)
  })

  it.each([
    [['image', 'A red house', '-o', 'нет/дом.png'], /there is no directory нет; choose another file/],
    [['speak', 'hi', '-o', '.'], /it is a directory/],
    [['music', 'Rain', '-o', 'нет/дождь.mp3'], /there is no directory нет/],
    [['transcribe', import.meta.filename, '-o', 'нет/x.srt'], /there is no directory нет/],
  ])('%j names a file that cannot be written, before anything is paid', async (args, message) => {
    const { code, out, err } = await mira([...args, '--debug'])
    expect([code, out]).toEqual([1, ''])
    expect(err).toMatch(message)
    expect(err).not.toContain('POST')
  })

  it('refuse an empty line of standard input as a key, and text to embed', async () => {
    expect(await mira(['balance', '--key-stdin'], { input: '\n' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('--key-stdin'),
    })
    expect(await mira(['embed', '--lines'], { input: 'a\n\nb' })).toMatchObject({
      code: 2,
      err: expect.stringContaining('Line 2'),
    })
  })

  it('show help', async () => {
    const { code, err } = await mira([])
    expect(code).toBe(2)
    expect(err).toMatch(/^Usage: mira/)
  })
})

describe('servers that refuse or fail', () => {
  it.each([
    [401, 3, /Set MIRA_API_KEY to a valid key\./],
    [402, 4, /Top up the account/],
    [403, 3, /use another key/],
    [400, 6, /HTTP 400/],
    [429, 6, /Try again in 120 s\./],
    [500, 6, /Try again later\./],
  ])('status %d is exit code %d', async (status, exitCode, advice) => {
    fault = { status, retryAfterSeconds: status === 429 ? 120 : 0 }
    const { code, out, err } = await mira(['chat', 'hi'])
    expect([code, out]).toEqual([exitCode, ''])
    expect(err).toMatch(/^mira: chat\.stream: [^\n]*\n$/)
    expect(err).toMatch(advice)
  })

  it('no key', async () => {
    fault = undefined
    const { code, err } = await mira(['chat', 'hi'], { env: { MIRA_API_KEY: undefined } })
    expect(code).toBe(3)
    expect(err).toMatch(/needs an API key: set MIRA_API_KEY to yours, or pipe it with --key-stdin\.\n$/)
  })

  it('no server, and no answer in time', async () => {
    const refused = await mira(['models'], { env: { MIRA_BASE_URL: `http://127.0.0.1:${await freePort()}` } })
    expect([refused.code, refused.out]).toEqual([5, ''])
    expect(refused.err).toMatch(/ECONNREFUSED.*mira doctor/)
    fault = { halfOpen: true }
    const late = await mira(['chat', 'hi', '--timeout', '0.3'])
    expect([late.code, late.out]).toEqual([5, ''])
    expect(late.err).toMatch(/300 ms.*--timeout\.\n$/)
  })

  it('an answer that breaks off is not a complete one', async () => {
    await using broken = await startTestServer({
      'POST /v1/chat/completions': { sse: [chunk('Once upon '), chunk('a time')], dropAt: Number.POSITIVE_INFINITY },
    })
    const { code, out, err } = await mira(['chat', 'Tell me a story'], { env: { MIRA_BASE_URL: broken.url } })
    expect([code, out]).toEqual([5, 'Once upon a time\n'])
    expect(err).toMatch(/The output is incomplete; run the command again\.\n$/)
  })

  it('a stack trace is shown only with --debug', async () => {
    fault = { status: 500, retryAfterSeconds: 0 }
    expect((await mira(['chat', 'hi'])).err).not.toContain(' at ')
    const { err } = await mira(['chat', 'hi', '--debug'])
    expect(err).toMatch(/^mira: POST http:\S+\/v1\/chat\/completions: .*next attempt in \d+ ms$/m)
    expect(err).toMatch(/^ +at .*$/m)
  })
})

const chunk = (content: string) => ({
  id: 'c1',
  object: 'chat.completion.chunk',
  created: 1,
  model: 'mira',
  choices: [{ index: 0, delta: { content }, finish_reason: null }],
})

describe('signals', () => {
  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends an answer with exit code %d, and its connection', async (signal, exitCode) => {
    const gate = createGate()
    await using slow = await startTestServer({ 'POST /v1/chat/completions': { sse: [chunk('Раз, '), gate] } })
    const { code, out, err } = await mira(['chat', 'Count'], {
      env: { MIRA_BASE_URL: slow.url },
      onOutput: ({ out: text }, child) => text.includes('Раз') && child.kill(signal),
    })
    gate.open()
    expect([code, out, err]).toEqual([exitCode, 'Раз, \n', ''])
  })

  it('the reader of a long answer that leaves ends it', async () => {
    const lines = Array.from({ length: 2_000 }, (_, index) => chunk(`${index}\n`))
    await using slow = await startTestServer({
      'POST /v1/chat/completions': { sse: [...lines, '[DONE]'], trickle: { chunkBytes: 400, intervalMs: 10 } },
    })
    const chat = `"${process.execPath}" "${program.bin}" chat Count`
    const command = `{ ${chat}; echo "[exit $?]" >&2; } | head -1`
    const { PATH } = process.env
    const { out, err } = await run(['sh', '-c', command], program.folder, { env: { PATH, MIRA_BASE_URL: slow.url } })
    expect([out, err]).toEqual(['0\n', '[exit 0]\n'])
  })

  it('a file is complete or absent', async () => {
    const gate = createGate()
    await using slow = await startTestServer({
      'POST /v1/audio/speech': { headers: { 'content-type': 'audio/wav' }, chunks: ['RIFF', gate] },
    })
    const folder = await mkdtemp(join(program.folder, 'partial-'))
    const done = mira(['speak', 'hi', '-o', join(folder, 'hi.wav'), '--debug'], {
      env: { MIRA_BASE_URL: slow.url },
      onOutput: ({ err }, child) => err.includes('POST') && child.kill('SIGINT'),
    })
    expect((await done).code).toBe(130)
    gate.open()
    const { readdir } = await import('node:fs/promises')
    expect(await readdir(folder)).toEqual([])
  })
})

describe('doctor', () => {
  const lines = ({ out }: Result) => out.trimEnd().split('\n')

  it('passes a good server', async () => {
    const result = await mira(['doctor'])
    expect([result.code, result.err]).toEqual([0, ''])
    expect(lines(result).map((line) => line.split(':')[0])).toEqual([
      'ok      Versions',
      'ok      Address',
      'ok      Proxy',
      'ok      DNS',
      'ok      Connection',
      'skipped TLS',
      'ok      API',
      'ok      Clock',
      'ok      Key',
      'ok      Socket',
    ])
    expect(JSON.parse((await mira(['doctor', '--json'])).out)).toMatchObject({ ok: true })
  })

  it('finds a wrong key, a wrong port and a wrong name', async () => {
    const wrongKey = await mira(['doctor'], { env: { MIRA_API_KEY: secret } })
    expect(wrongKey.code).toBe(3)
    expect(lines(wrongKey).at(-2)).toMatch(/^failed +Key: .*401.*Set MIRA_API_KEY to a valid key\.$/)
    const wrongPort = await mira(['doctor', '--base-url', `http://127.0.0.1:${await freePort()}`])
    expect(wrongPort.code).toBe(5)
    expect(lines(wrongPort).at(-1)).toMatch(/^failed +Connection: .*ECONNREFUSED.*is the server running/)
    const wrongName = await mira(['doctor', '--base-url', 'http://no.such.host.invalid'])
    expect(wrongName.code).toBe(5)
    expect(lines(wrongName).at(-1)).toMatch(/^failed +DNS: no\.such\.host\.invalid has no address/)
  })

  it('finds a certificate that is not trusted', async () => {
    const certificate = join(program.folder, 'certificate.pem')
    const { private: key, cert } = await createCertificate([{ name: 'commonName', value: 'localhost' }], {
      keyType: 'ec',
      extensions: [{ name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] }],
    })
    await writeFile(certificate, cert)
    const secure = createSecureServer({ key, cert }, (_, response) => {
      response.setHeader('content-type', 'application/json').end('{"data":[],"balance_kopecks":1}')
    }).listen(0)
    const base = `https://localhost:${(secure.address() as { port: number }).port}`
    try {
      const refused = await mira(['doctor', '--base-url', base])
      expect(refused.code).toBe(5)
      expect(lines(refused).at(-1)).toMatch(/^failed +TLS: .*\(DEPTH_ZERO_SELF_SIGNED_CERT\); .*NODE_EXTRA_CA_CERTS/)
      const trusted = await mira(['doctor', '--base-url', base], { env: { NODE_EXTRA_CA_CERTS: certificate } })
      expect(trusted.out).toMatch(/^ok +TLS: the certificate is valid until \w.*\nok +API: /m)
    } finally {
      secure.closeAllConnections()
      secure.close()
    }
  })

  it('finds a wrong clock, and a socket that is refused', async () => {
    await using wrong = await startTestServer({
      'GET /v1/models': { json: { data: [] }, headers: { date: new Date(Date.now() + 3_600_000).toUTCString() } },
      'GET /v1/billing/balance': { json: { balance_kopecks: 100 } },
    })
    const result = await mira(['doctor', '--base-url', wrong.url])
    expect(result.code).toBe(1)
    expect(result.out).toMatch(/^failed +Clock: this machine is 3[56]\d\d s behind the server; synchronize its clock$/m)
    expect(result.out).toMatch(/^failed +Socket: /m)
  })

  it('finds something else than the API, and a proxy', async () => {
    await using page = await startTestServer({ 'GET /v1/models': { html: '<h1>It works</h1>' } })
    const result = await mira(['doctor', '--base-url', page.url])
    expect(result.out).not.toMatch(/^ok +API/m)
    const unused = await mira(['doctor'], { env: { HTTP_PROXY: 'http://user:geheim@127.0.0.1:9' } })
    expect(unused.out).toMatch(/^ok +Proxy: HTTP_PROXY is set but not used; set NODE_USE_ENV_PROXY=1 to use it$/m)
    const down = await mira(['doctor'], {
      env: { HTTP_PROXY: 'http://user:geheim@127.0.0.1:9', NODE_USE_ENV_PROXY: '1' },
    })
    expect(down.out).toMatch(/^failed +Proxy: 127\.0\.0\.1:9 cannot be reached/m)
    expect(down.out).not.toContain('geheim')
  })
})

describe('the program', () => {
  const root = resolve(import.meta.dirname, '../..')
  const oldNode = join(root, 'tests/pack/node_modules/node-20/bin/node')

  /** Copies the program without the packages that it uses. */
  async function isolate(): Promise<string> {
    const folder = await mkdtemp(join(program.folder, 'alone-'))
    await cp(resolve(program.bin, '..'), join(folder, 'dist'), { recursive: true })
    await mkdir(join(folder, 'dist'), { recursive: true })
    await writeFile(join(folder, 'package.json'), await readFile(join(root, 'packages/cli/package.json')))
    return join(folder, 'dist/bin.js')
  }

  it('loads no other package for help, completion and wrong options', async () => {
    const bin = await isolate()
    const { PATH } = process.env
    const start = (...args: string[]) => run([process.execPath, bin, ...args], program.folder, { env: { PATH } })
    expect(await start('--help')).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Usage: mira/) })
    expect(await start('chat', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('Examples:') })
    expect(await start('help', 'keys', 'create')).toMatchObject({
      code: 0,
      out: expect.stringContaining('shown only once'),
    })
    expect(await start('--version')).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
    expect(await start('completion', 'fish')).toMatchObject({ code: 0, err: '' })
    expect(await start('chat', '--wrong')).toMatchObject({ code: 2, out: '' })
  })

  it('runs on Node 20', async () => {
    const result = await run([oldNode, await isolate(), '--help'], program.folder, { env: {} })
    expect(result).toMatchObject({ code: 0, err: '', out: expect.stringMatching(/^Usage: mira/) })
  })

  it('says in one sentence which Node it needs', async () => {
    const older = `data:text/javascript,${encodeURIComponent(
      `Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.18.3' } })`,
    )}`
    const result = await run([process.execPath, '--import', older, program.bin, '--help'], program.folder, { env: {} })
    expect(result).toMatchObject({
      code: 2,
      out: '',
      err: 'mira needs Node 20.19 or later; this is Node 20.18.3. Install it from https://nodejs.org\n',
    })
  })
})
