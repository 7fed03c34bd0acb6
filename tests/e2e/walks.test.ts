import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync } from 'node:fs'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, delimiter, dirname, join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import { type RunningServer, startServer } from '@mira/server'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { browserIsMissing, launchBrowser } from './lib/browser-page.ts'
import { findMissingLines, readWalk, type WalkStep } from './lib/walks.ts'

// Follows every tutorial step by step, as a reader would: its files, its commands, and its clicks.

const guides = resolve(import.meta.dirname, '../../docs/site/guide')
const packages = resolve(import.meta.dirname, '../../packages')
const tutorials = globSync('tutorial-*.md', { cwd: guides }).map((name) => basename(name, '.md'))

let server: RunningServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())

/** A project of a reader, with the packages of this repository instead of an install. */
class Project {
  readonly #folder: string
  readonly #processes: ChildProcess[] = []
  #output = ''
  #address = ''
  #page: Page | undefined

  private constructor(folder: string) {
    this.#folder = folder
  }

  static async create(): Promise<Project> {
    const folder = await mkdtemp(join(tmpdir(), 'mira-walk-'))
    const modules = join(folder, 'node_modules')
    await mkdir(join(modules, '@mira'), { recursive: true })
    for (const name of globSync('*/package.json', { cwd: packages }).map(dirname)) {
      await symlink(join(packages, name), join(modules, '@mira', name))
    }
    await symlink(join(import.meta.dirname, 'node_modules/zod'), join(modules, 'zod'))
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }')
    return new Project(folder)
  }

  /** Does what a step says. Rejects when it fails, or when the result is not the one that the page shows. */
  async follow({ action, argument, code }: WalkStep): Promise<void> {
    if (action === 'file') await this.#write(argument, code)
    else if (action === 'run') await this.#run(code)
    else if (action === 'start') await this.#start(code)
    else if (action === 'prints') expect(findMissingLines(this.#output, code), this.#output).toEqual([])
    else if (action !== 'server' && action !== 'install') await this.#browse(action, argument)
  }

  async close(): Promise<void> {
    await this.#page?.context().browser()?.close()
    for (const child of this.#processes) child.kill()
    await rm(this.#folder, { recursive: true, force: true })
  }

  async #write(name: string, text: string): Promise<void> {
    const path = join(this.#folder, name)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
  }

  async #run(commands: string): Promise<void> {
    this.#output = ''
    for (const command of commands.trim().split('\n')) {
      const { stdout, stderr } = await promisify(execFile)('sh', ['-c', toCommand(command)], this.#options())
      this.#output += stdout + stderr
    }
  }

  async #start(command: string): Promise<void> {
    const child = spawn('sh', ['-c', `exec ${toCommand(command)}`], {
      ...this.#options(),
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#processes.push(child)
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    this.#output = line
    this.#address = line
  }

  async #browse(action: string, argument: string): Promise<void> {
    if (action === 'open') {
      this.#page ??= await (await launchBrowser()).newPage()
      await this.#page.goto(new URL(argument, this.#address).href)
      return
    }
    if (!this.#page) throw new Error('The page has not been opened')
    const [label = '', text = ''] = argument.split(' | ')
    if (action === 'press') await this.#page.getByRole('button', { name: argument }).click()
    else if (action === 'fill') await this.#page.getByLabel(label).fill(text)
    else await this.#page.getByRole('status').filter({ hasText: argument }).waitFor()
  }

  #options() {
    const bin = join(import.meta.dirname, 'node_modules/.bin')
    const path = [bin, dirname(process.execPath), process.env.PATH].join(delimiter)
    const own = { MIRA_BASE_URL: server.url, MIRA_API_KEY: server.apiKey, PORT: '0', PATH: path }
    // The packages as they are in this repository, without a build.
    const env = {
      ...process.env,
      ...own,
      NODE_OPTIONS: '--conditions=@mira/source',
      NO_COLOR: '1',
      FORCE_COLOR: undefined,
    }
    return { cwd: this.#folder, env: { ...env, NODE_TEST_CONTEXT: undefined } }
  }
}

/** Installed programs are in the path; bundles are made of sources. */
function toCommand(command: string): string {
  const own = command.replace(/^npx /, '')
  return own.startsWith('esbuild ') ? `${own} --conditions=@mira/source --log-level=warning` : own
}

const needsBrowser = (steps: readonly WalkStep[]) => steps.some(({ action }) => action === 'open')

describe.concurrent('the tutorial', () => {
  it.for(tutorials)('%s leads to the results that it shows', { timeout: 600_000 }, async (name, { skip }) => {
    const steps = readWalk(join(guides, `${name}.md`))
    expect(steps.some(({ action }) => action === 'prints' || action === 'see')).toBe(true)
    if (browserIsMissing && needsBrowser(steps)) return skip(browserIsMissing)
    const project = await Project.create()
    try {
      for (const step of steps) await project.follow(step)
    } finally {
      await project.close()
    }
  })
})
