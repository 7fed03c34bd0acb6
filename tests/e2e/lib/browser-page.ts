import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { type Browser, chromium } from 'playwright-core'

/** Debian's; another one by `CHROMIUM_PATH`. */
const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'

/** Why browser tests cannot run, or undefined. */
export const browserIsMissing: string | undefined = existsSync(executablePath)
  ? undefined
  : `no browser at ${executablePath}: install Debian's chromium, or set CHROMIUM_PATH`

/** A page on a server of its own, under a strict policy. */
export interface PageServer extends AsyncDisposable {
  readonly origin: string
}

const policy = "default-src 'none'; script-src 'self'; connect-src http://127.0.0.1:* ws://127.0.0.1:*"

/** Serves the program as a page: no inline script, no blob, no foreign source. */
export async function servePage(): Promise<PageServer> {
  const files = new Map<string, readonly [type: string, body: string]>([
    ['/', ['text/html', '<!doctype html><title>Voice</title><script src="/program.js"></script>']],
    ['/program.js', ['text/javascript', await bundle('./browser-program.ts')]],
    ['/worklet.js', ['text/javascript', await bundle('../../../packages/realtime/src/audio-worklet.ts')]],
  ])
  const server = createServer((request, response) => {
    const [type, body] = files.get(request.url ?? '') ?? ['text/plain', undefined]
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': type, 'content-security-policy': policy })
    response.end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function bundle(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(path, import.meta.url))],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    conditions: ['@mira/source'],
  })
  return outputFiles[0]?.text ?? ''
}

/** Starts a browser whose microphone plays a recording, once or again and again. */
export function launchBrowser(recording: string, { isRepeated = false } = {}): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-audio-capture=${recording}${isRepeated ? '' : '%noloop'}`,
      '--autoplay-policy=no-user-gesture-required',
    ],
  })
}
