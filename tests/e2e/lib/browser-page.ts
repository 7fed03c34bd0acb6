import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import { findChromium, launchChromium } from '@mira/test-programs/chromium'
import { build } from 'esbuild'
import type { Browser } from 'playwright-core'

const program = await findChromium()

/** Reason why browser tests cannot run, or undefined. */
export const browserIsMissing: string | undefined = program.command === undefined ? program.reason : undefined

/** A page on its own server, with a strict content security policy. */
export interface PageServer extends AsyncDisposable {
  readonly origin: string
}

const policy = "default-src 'none'; script-src 'self'; connect-src http://127.0.0.1:* ws://127.0.0.1:*"

/** Serves the program as a page: no inline script, no blob, no third-party source. */
export async function servePage(): Promise<PageServer> {
  const files = new Map<string, readonly [type: string, body: string]>([
    ['/', ['text/html', '<!doctype html><title>Voice</title><script src="/program.js"></script>']],
    ['/program.js', ['text/javascript', await bundle('./browser-program.ts')]],
    ['/worklet.js', ['text/javascript', await bundle('../../../packages/realtime/src/audio-worklet.ts')]],
    ['/recorder.js', ['text/javascript', await bundle('./recorder-worklet.ts')]],
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

/**
 * Launches a browser with Chromium's fake microphone. The permission applies to all pages or none: the packaged browser
 * does not support permissions per page.
 *
 * @param recording - WAV file that the microphone plays in a loop. Defaults to a beep every second. Samples are lost
 *   while the machine is busy: where words matter, see `scriptMicrophone`.
 */
export function launchBrowser(recording?: string, { isMicrophoneDenied = false } = {}): Promise<Browser> {
  if (program.command === undefined) return Promise.reject(new Error(program.reason))
  return launchChromium(program, [
    '--use-fake-device-for-media-stream',
    `--use-fake-ui-for-media-stream${isMicrophoneDenied ? '=deny' : ''}`,
    ...(recording === undefined ? [] : [`--use-file-for-fake-audio-capture=${recording}`]),
    '--autoplay-policy=no-user-gesture-required',
  ])
}
