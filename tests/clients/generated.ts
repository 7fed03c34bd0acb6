// Generates typed clients from the API description with two generators, compiles them with a program that uses them, and
// runs it against the local server.
//
//   node tests/clients/generated.ts
import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startServer } from '@mira/engines'
import { Verdicts } from '@mira/tests-size/verdicts'
import { installNodeClients } from './lib/install-clients.ts'

const generators = [
  { name: 'openapi-typescript', args: ['openapi.json', '-o', 'generated/openapi-typescript.ts'] },
  { name: 'openapi-ts', args: ['-i', 'openapi.json', '-o', 'generated/sdk'] },
]
const programs = ['generated-fetch', 'generated-sdk']

const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-generated-'))
const server = await startServer()
try {
  await installNodeClients(folder)
  const description = await (await fetch(`${server.url}/openapi.json`)).text()
  writeFileSync(join(folder, 'openapi.json'), description)
  for (const { name, args } of generators) await check(`${name} reads the API description`, bin(name), args)
  await check('the generated clients and their programs compile', bin('tsc'), ['-p', 'tsconfig.json'])
  for (const program of programs)
    await check(`${program} calls the server`, process.execPath, [join('built', `${program}.js`)])
} finally {
  await server.close()
  rmSync(folder, { recursive: true })
}
verdicts.report()

function bin(name: string): string {
  return join(folder, 'node_modules/.bin', name)
}

/** Runs a command in the folder; if it fails, its output is the problem. */
async function check(title: string, command: string, args: readonly string[]): Promise<void> {
  const env = { ...process.env, MIRA_BASE_URL: server.url, MIRA_API_KEY: server.apiKey, NODE_OPTIONS: '' }
  const problems = await promisify(execFile)(command, args, { cwd: folder, env }).then(
    () => [],
    ({ stdout, stderr }: { readonly stdout: string; readonly stderr: string }) => [
      `${stdout}${stderr}`.slice(0, 4_000),
    ],
  )
  verdicts.note(title, problems)
}
