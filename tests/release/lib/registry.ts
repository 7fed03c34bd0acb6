import { randomBytes } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startUntil } from './run.ts'
import { toolPath } from './tools.ts'

/** A registry on this machine that knows nothing but what is published to it. */
export interface Registry extends AsyncDisposable {
  /** Address, without a slash at its end. */
  readonly url: string
  /** Line of an `.npmrc` that allows to publish. */
  readonly credentials: string
}

const config = (folder: string): string => `
storage: ${JSON.stringify(join(folder, 'storage'))}
auth: { htpasswd: { file: ${JSON.stringify(join(folder, 'htpasswd'))} } }
uplinks: {}
packages:
  '@mira/*': { access: $all, publish: $authenticated }
web: { enable: false }
log: { type: stdout, format: pretty, level: http }
max_body_size: 200mb
`

/** Starts Verdaccio on a free port of the loopback interface. */
export async function startRegistry(folder: string): Promise<Registry> {
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'config.yaml')
  writeFileSync(file, config(folder))
  const program = join(import.meta.dirname, 'registry-process.mjs')
  const command = [process.execPath, program, toolPath('verdaccio'), file]
  const running = await startUntil(command, /listening on port (\d+)/, {
    cwd: folder,
    timeoutMs: 60_000,
  })
  const url = `http://127.0.0.1:${running.found}`
  return {
    url,
    credentials: `//127.0.0.1:${running.found}/:_authToken=${await addUser(url)}`,
    [Symbol.asyncDispose]: () => running[Symbol.asyncDispose](),
  }
}

/** Adds a user, as `npm adduser` does. @returns The token. */
async function addUser(url: string): Promise<string> {
  const response = await fetch(`${url}/-/user/org.couchdb.user:rehearsal`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'rehearsal', password: randomBytes(20).toString('hex') }),
  })
  if (!response.ok) throw new Error(`The registry adds no user: ${response.status} ${await response.text()}`)
  return (await response.json()).token
}
