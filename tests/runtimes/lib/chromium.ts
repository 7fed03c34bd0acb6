import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { findChromium, launchChromium } from '@mira/test-programs/chromium'
import type { Browser } from 'playwright-core'
import { bundle } from './bundle.ts'
import { collectLines } from './collect-lines.ts'
import { type Runtime, type Settings, webExceptions } from './runtime.ts'

const program = await findChromium()

declare const runConformance: (settings: Settings, print: (line: string) => Promise<void>) => Promise<void>

/** Creates a runtime for a page in a browser, on another origin than the API's. */
export function chromiumRuntime(page: PageServer): Runtime {
  return {
    name: 'Chromium',
    isMissing: program.command === undefined ? program.reason : undefined,
    exceptions: webExceptions,
    version: async () => {
      const browser = await launch()
      const version = browser.version()
      await browser.close()
      return version.split('.').slice(0, 2).join('.')
    },
    async *run(project, settings) {
      page.serve(await bundle(project, 'global.mjs', { format: 'iife', conditions: ['browser'] }))
      const browser = await launch()
      try {
        const tab = await browser.newPage()
        yield* collectLines(async (print) => {
          await tab.exposeFunction('printLine', print)
          await tab.goto(page.origin)
          await tab.evaluate((given) => runConformance(given, (globalThis as never as PageGlobals).printLine), settings)
        })
      } finally {
        await browser.close()
      }
    },
  }
}

interface PageGlobals {
  readonly printLine: (line: string) => Promise<void>
}

async function launch(): Promise<Browser> {
  if (program.command === undefined) throw new Error(program.reason)
  return launchChromium(program)
}

/** A server of one page. */
export interface PageServer extends AsyncDisposable {
  /** Known before the page exists, so that the API can be configured to allow it. */
  readonly origin: string
  /** Sets the program of the page. */
  serve(program: string): void
}

/** Starts a server for one page, on a free port. */
export async function startPageServer(): Promise<PageServer> {
  let program = ''
  const server = createServer((request, response) => {
    const isProgram = request.url === '/program.js'
    response.setHeader('content-type', isProgram ? 'text/javascript' : 'text/html')
    response.end(isProgram ? program : '<!doctype html><title>Conformance</title><script src="/program.js"></script>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (code) => {
      program = code
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
