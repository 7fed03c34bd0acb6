import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { toNodeHandler } from '@mira/proxy/node'
import { type RunningServer, startServer } from '@mira/server'
import { DefaultChatTransport, isToolUIPart, readUIMessageStream, type UIMessage } from 'ai'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { collect } from './ai-sdk-program.ts'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'

const app = resolve(import.meta.dirname, '../../examples/ai-sdk/app')

const createsRequire = `import { createRequire } from 'node:module'
const require = createRequire(${JSON.stringify(import.meta.url)})`

/** Bundles a file of the example, which is not a workspace package and resolves nothing itself. */
async function bundle(entry: { readonly file: string } | { readonly code: string }, platform: 'node' | 'browser') {
  const source = 'file' in entry ? entry.file : { contents: entry.code, resolveDir: app, loader: 'tsx' as const }
  const { outputFiles } = await build({
    ...(typeof source === 'string' ? { entryPoints: [source] } : { stdin: source }),
    bundle: true,
    write: false,
    format: 'esm',
    platform,
    // Of what the AI SDK depends on, some is CommonJS and requires built-in modules.
    ...(platform === 'node' && { banner: { js: createsRequire } }),
    jsx: 'automatic',
    conditions: ['@mira/source'],
    nodePaths: [join(import.meta.dirname, 'node_modules')],
    define: { 'process.env.NODE_ENV': '"production"' },
    target: 'es2022',
  })
  return outputFiles[0]!.text
}

const page = `import { createRoot } from 'react-dom/client'
import { Chat } from './chat'
createRoot(document.querySelector('main')!).render(<Chat />)`

let server: RunningServer & { readonly apiKey: string }
let host: { readonly origin: string; close(): void }
const sent: string[] = []

beforeAll(async () => {
  vi.stubGlobal('AI_SDK_LOG_WARNINGS', false)
  server = await startServer({ warmUp: true })
  vi.stubEnv('MIRA_BASE_URL', server.url)
  vi.stubEnv('MIRA_API_KEY', server.apiKey)
  const [route, program] = await Promise.all([
    bundle({ file: join(app, 'api/chat/route.tsx') }, 'node'),
    bundle({ code: page }, 'browser'),
  ])
  const { POST } = await import(`data:text/javascript;base64,${Buffer.from(route).toString('base64')}`)
  host = await serve(async (request) => {
    const { pathname } = new URL(request.url)
    if (pathname === '/api/chat') return POST(request)
    if (pathname === '/program.js') return new Response(program, { headers: { 'content-type': 'text/javascript' } })
    const html = '<!doctype html><meta charset="utf-8"><main></main><script type="module" src="/program.js"></script>'
    return new Response(html, { headers: { 'content-type': 'text/html' } })
  })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
  host?.close()
  await server?.close()
})

async function serve(handle: (request: Request) => Promise<Response>) {
  const http = createServer(toNodeHandler(handle)).listen(0, '127.0.0.1')
  await new Promise((done) => http.once('listening', done))
  const close = () => {
    http.closeAllConnections()
    http.close()
  }
  return { origin: `http://127.0.0.1:${(http.address() as AddressInfo).port}`, close }
}

const question = (text: string): UIMessage => ({ id: 'q', role: 'user', parts: [{ type: 'text', text }] })
const textOf = ({ parts }: UIMessage) => parts.map((part) => (part.type === 'text' ? part.text : '')).join('')

describe('the chat of the AI SDK', () => {
  /** Last state of the answer, received as `useChat` receives it. */
  const ask = async (...messages: UIMessage[]) => {
    const record: typeof fetch = async (...request) => {
      const response = await fetch(...request)
      void response
        .clone()
        .text()
        .then(
          (text) => sent.push(text),
          () => {},
        )
      return response
    }
    const transport = new DefaultChatTransport({ api: `${host.origin}/api/chat`, fetch: record })
    const call = { chatId: 'c', trigger: 'submit-message', messageId: undefined, abortSignal: undefined } as const
    const stream = await transport.sendMessages({ ...call, messages })
    const states = await collect(readUIMessageStream({ stream }))
    return states.at(-1)!
  }

  it('answers over its route, in Russian too', async () => {
    expect(textOf(await ask(question('Сколько будет 6 умножить на 7?')))).toContain('42')
  })

  it('runs tools, and goes on with a conversation that has their results', async () => {
    const answer = await ask(question('What is the weather in Omsk?'))
    expect(answer.parts.filter(isToolUIPart)).toMatchObject([
      { type: 'tool-get_weather', state: 'output-available', input: { city: 'Omsk' }, output: { celsius: -20 } },
    ])
    expect(textOf(answer)).toContain('-20')
    const next = await ask(question('What is the weather in Omsk?'), answer, question('What is 12 % of 250?'))
    expect(textOf(next)).toContain('30')
  })

  it('sends no key to the page', () => {
    expect(sent.length).toBeGreaterThan(0)
    expect(sent.join('')).not.toContain('sk-mira-')
  })

  describe.skipIf(browserIsMissing)('in a browser', { timeout: 300_000 }, () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchBrowser()
    })
    afterAll(() => browser?.close())

    it('is a page that asks with useChat, and shows calls and answers', async () => {
      const tab = await browser.newPage()
      tab.setDefaultTimeout(240_000)
      await tab.goto(host.origin)
      await tab.getByRole('button', { name: 'What is the weather in Omsk?' }).click()
      await tab.getByText('get_weather: done').waitFor()
      await tab.getByRole('article').filter({ hasText: '-20' }).waitFor()
      await tab.getByRole('textbox', { name: 'Question' }).fill('What is 12 % of 250?')
      await tab.getByRole('button', { name: 'Ask' }).click()
      await tab.getByRole('article').filter({ hasText: '30' }).waitFor()
    })
  })
})
