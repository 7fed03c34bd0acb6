// The first program of each README, with what it takes from around it.

/** How the first program of a README is run. */
export interface ReadmeProgram {
  /** Packages that the program needs besides those that the README installs. */
  readonly extra?: readonly string[]
  /** Which blocks of code are run, counted from 0; defaults to the first. */
  readonly blocks?: readonly number[]
  /** Code before and after the blocks: what the README leaves to the reader. */
  readonly before?: string
  readonly after?: string
  /** Files beside the program: blocks of code with what is before them, or a path from the root of the repository. */
  readonly files?: Readonly<Record<string, Pick<ReadmeProgram, 'blocks' | 'before'> | string>>
  /** Runs this command of the package instead of a block of code. */
  readonly command?: readonly string[]
  /** What the output must contain. */
  readonly prints: RegExp
}

const clientWithChat = `
import { createClient } from '@mira/core'
import { chat } from '@mira/chat'
`

/** A page of a web framework, rendered once. */
const renderedPage = /aria-label="Message"/

/** The programs, by the name of the package without its scope. */
export const programs: Readonly<Record<string, ReadmeProgram>> = {
  account: { prints: /\d/ },
  'ai-sdk': { prints: /30/ },
  batch: {
    extra: ['@mira/chat'],
    before: `${clientWithChat}
      import { contentText } from '@mira/chat'
      import { mapCalls } from '@mira/batch'
      import { fileCheckpoint } from '@mira/batch/node'
      const mira = createClient().extend(chat)
      const file = 'batch.jsonl'`,
    prints: /= 42\n[\s\S]*= 30\n[\s\S]*= 81\n/,
  },
  chat: { prints: /30/ },
  cli: { command: ['mira', 'chat', 'What is 12 % of 250?'], prints: /30/ },
  core: { prints: /30/ },
  engine: {
    blocks: [1],
    before: 'const signal = undefined\n',
    after: 'console.log(words)\nawait host.close()',
    files: { 'worker.js': { before: "const countWords = (text) => text.split(' ').length\n" } },
    prints: /^3$/m,
  },
  'engine-audio': { prints: /Good morning/ },
  'engine-language': { prints: /36/ },
  'engine-lexicon': { after: 'console.log(typeof wordNet)', prints: /object/ },
  'engine-video': { prints: /illustration of fox/ },
  'engine-vision': { prints: /fox/ },
  engines: { prints: /http:\/\/127\.0\.0\.1:\d+/ },
  jobs: { prints: /succeeded/ },
  mcp: { command: ['mira-mcp', '--help'], prints: /--tools/ },
  media: { prints: /\d{3}/ },
  meter: { extra: ['@mira/chat'], blocks: [1, 0], prints: /tokens/ },
  otel: {
    extra: ['@mira/core', '@mira/chat'],
    before: `${clientWithChat}import { registerMiraInstrumentation } from '@mira/otel'\n`,
    after: `const mira = createClient().extend(chat)
      console.log((await mira.chat.create({ messages: [{ role: 'user', content: 'What is 6 times 7?' }] })).text)
      unregister()`,
    prints: /42/,
  },
  playground: {
    before: `import { startServer } from '@mira/server'
      const server = await startServer({ playground: true })
      console.log(await (await fetch(server.url, { headers: { accept: 'text/html' } })).text())
      await server.close()`,
    blocks: [],
    prints: /<!doctype html>/i,
  },
  proxy: {
    after: `const body = JSON.stringify({ model: 'mira', messages: [{ role: 'user', content: 'What is 6 times 7?' }] })
      const headers = { 'content-type': 'application/json' }
      const url = 'http://localhost/api/mira/v1/chat/completions'
      console.log(await (await handler(new Request(url, { method: 'POST', headers, body }))).text())`,
    prints: /42/,
  },
  react: {
    extra: ['react', 'react-dom'],
    after: `import { MiraProvider } from '@mira/react'
      import { createElement } from 'react'
      import { renderToString } from 'react-dom/server'
      console.log(renderToString(createElement(MiraProvider, { baseUrl: '/api/mira' }, createElement(Chat))))`,
    prints: renderedPage,
  },
  realtime: { prints: /s of audio/ },
  server: { prints: /^2$/m },
  svelte: {
    extra: ['svelte'],
    blocks: [],
    files: { 'app.svelte': { blocks: [0] } },
    before: `import { readFileSync, writeFileSync } from 'node:fs'
      import { compile } from 'svelte/compiler'
      import { render } from 'svelte/server'
      writeFileSync('app.js', compile(readFileSync('app.svelte', 'utf8'), { generate: 'server' }).js.code)
      console.log(render((await import('./app.js')).default).body)`,
    prints: renderedPage,
  },
  testing: {
    blocks: [1],
    files: { 'fixtures/weather.yaml': 'examples/testing/fixtures/weather.yaml' },
    after: 'const close = await setup()\nconsole.log(process.env.MIRA_BASE_URL)\nawait close()',
    prints: /http:\/\/127\.0\.0\.1:\d+/,
  },
  traffic: {
    before: `${clientWithChat}
      const { MIRA_BASE_URL: baseUrl, MIRA_API_KEY: apiKey } = process.env
      const topics = ['rain', 'snow']\n`,
    prints: /2 answers/,
  },
  'ui-core': {
    before: `import { createClient } from '@mira/core'
      import { createChatStore } from '@mira/ui-core'
      globalThis.document = { createElement: () => ({ replaceChildren: (...items) => console.log(items.map(({ textContent }) => textContent).join(' | ')) }) }
      globalThis.addEventListener = () => undefined\n`,
    after: `await new Promise((resolve) => chat.subscribe(() => chat.getSnapshot().status === 'ready' && resolve()))
      release()`,
    prints: /42/,
  },
  vue: {
    extra: ['vue'],
    blocks: [],
    files: { 'app.vue': { blocks: [1] } },
    before: `import { readFileSync, writeFileSync } from 'node:fs'
      import { stripTypeScriptTypes } from 'node:module'
      import { compileScript, parse } from 'vue/compiler-sfc'
      import { createSSRApp } from 'vue'
      import { renderToString } from 'vue/server-renderer'
      import { createMira } from '@mira/vue'
      const { descriptor } = parse(readFileSync('app.vue', 'utf8'))
      const { content } = compileScript(descriptor, { id: 'app', inlineTemplate: true, templateOptions: { ssr: true } })
      writeFileSync('app.js', stripTypeScriptTypes(content))
      const app = createSSRApp((await import('./app.js')).default).use(createMira({ baseUrl: '/api/mira' }))
      console.log(await renderToString(app))`,
    prints: renderedPage,
  },
}
