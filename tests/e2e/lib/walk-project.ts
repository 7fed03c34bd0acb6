import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { launchBrowser } from './browser-page.ts'
import { findMissingLines, type WalkStep } from './walks.ts'

/** Where the steps of a tutorial run. */
export interface WalkOptions {
  /** Environment of all commands, which has the address and key of a server. */
  readonly env: NodeJS.ProcessEnv
  /** Prepares the folder instead of the step that installs packages; receives that step's commands. */
  readonly install: (folder: string, commands: string) => Promise<void>
  /** Changes a command before it runs. Defaults to the command as it is. */
  readonly toCommand?: ((command: string) => string) | undefined
}

/** The project of a reader who follows a tutorial, in a temporary folder. */
export class WalkProject {
  readonly #folder: string
  readonly #options: WalkOptions
  readonly #processes: ChildProcess[] = []
  #output = ''
  #address = ''
  #page: Page | undefined

  private constructor(folder: string, options: WalkOptions) {
    this.#folder = folder
    this.#options = options
  }

  /** Creates the folder. Call `close` afterwards. */
  static async create(options: WalkOptions): Promise<WalkProject> {
    return new WalkProject(await mkdtemp(join(tmpdir(), 'mira-walk-')), options)
  }

  /** Does what a step says. Rejects when it fails, or when the result is not the one that the page shows. */
  async follow({ action, argument, code }: WalkStep): Promise<void> {
    if (action === 'server') return
    if (action === 'install') await this.#options.install(this.#folder, code)
    else if (action === 'file') await this.#write(argument, code)
    else if (action === 'run') await this.#run(code)
    else if (action === 'start') await this.#start(code)
    else if (action === 'prints') this.#compare(code)
    else await this.#browse(action, argument)
  }

  /** Ends all programs, and deletes the folder. */
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
      const { stdout, stderr } = await promisify(execFile)('sh', ['-c', this.#toCommand(command)], this.#spawnOptions())
      this.#output += stdout + stderr
    }
  }

  async #start(command: string): Promise<void> {
    const args = ['-c', `exec ${this.#toCommand(command)}`]
    const child = spawn('sh', args, { ...this.#spawnOptions(), stdio: ['ignore', 'pipe', 'inherit'] })
    this.#processes.push(child)
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
    this.#output = line
    this.#address = line
  }

  #compare(expected: string): void {
    const missing = findMissingLines(this.#output, expected)
    if (missing.length > 0) throw new Error(`Not printed: ${missing.join(' / ')}\nPrinted:\n${this.#output}`)
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

  #toCommand(command: string): string {
    return this.#options.toCommand?.(command) ?? command
  }

  #spawnOptions(): { cwd: string; env: NodeJS.ProcessEnv } {
    return { cwd: this.#folder, env: this.#options.env }
  }
}
