import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import type { TestProject } from 'vitest/node'

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the server's command line, bundled from its sources. */
    serverCommand: string
  }
}

const root = resolve(import.meta.dirname, '../..')
const server = join(root, 'packages/server')
/** Within the package, so that its name and its dependencies are found. */
const outdir = join(server, `.cache/${process.pid}`)

/**
 * Bundles the server's command line, and the servers and workers that tests start and kill in processes of their own:
 * tests start them hundreds of times, and from sources each start takes a second.
 */
export async function setup(project: TestProject): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(server, 'package.json'), 'utf8'))
  await build({
    entryPoints: [
      join(server, 'src/bin.ts'),
      join(server, 'src/lib/test-support/*-process.test-support.ts'),
      join(root, 'tests/e2e/lib/deployment/api-process.ts'),
      join(root, 'tests/e2e/lib/deployment/worker-process.ts'),
    ],
    outdir,
    entryNames: '[name]',
    bundle: true,
    // A command then reads only what it imports, which takes half of the time.
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    conditions: ['@mira/source'],
    external: ['@mira/engine', '@mira/engine-*', ...Object.keys(dependencies)],
    logLevel: 'warning',
  })
  project.provide('serverCommand', join(outdir, 'bin.js'))
  process.env.MIRA_PROGRAM_BUNDLES = outdir
}

export async function teardown(): Promise<void> {
  await rm(outdir, { recursive: true, force: true })
}
