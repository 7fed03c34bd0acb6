import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the server's command line, bundled from its sources. */
    serverCommand: string
  }
}

const server = resolve(import.meta.dirname, '../../packages/server')
/** Within the package, so that its name and its dependencies are found. */
const outfile = resolve(server, `.cache/${process.pid}.js`)

/** Bundles the server's command line for tests, which start it more than a hundred times: from sources it takes a second each. */
export async function setup(project: TestProject): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(resolve(server, 'package.json'), 'utf8'))
  await build({
    entryPoints: [resolve(server, 'src/bin.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    external: ['@mira/*', ...Object.keys(dependencies)],
    logLevel: 'warning',
  })
  project.provide('serverCommand', outfile)
}

export async function teardown(): Promise<void> {
  await rm(outfile, { force: true })
}
