// Installs the workspace with the pinned pnpm, through npx so that no global install is needed, and shows progress.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const pnpmVersion = '12.21.0'

/** Environment of programs of the toolchain. */
export const toolEnvironment = {
  ...process.env,
  npm_config_loglevel: 'error',
  TURBO_TELEMETRY_DISABLED: '1',
  DO_NOT_TRACK: '1',
}

/** Runs a program of the npm registry to its end, and returns its exit code. Its outputs are passed on unless `onLine` reads them. */
export function npx([name, ...args], onLine) {
  const child = spawn('npx', ['--yes', name, ...args], {
    stdio: onLine ? ['inherit', 'pipe', 'pipe'] : 'inherit',
    shell: process.platform === 'win32',
    env: toolEnvironment,
  })
  // pnpm writes events to standard error, and npx its messages.
  if (onLine) for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', onLine)
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (status) => resolve(status ?? 1))
  })
}

/** Runs pnpm to its end, and returns its exit code. */
export const pnpm = (...args) => npx([`pnpm@${pnpmVersion}`, ...args])

/**
 * Installs what the lockfile says.
 *
 * @param flags - Flags of `pnpm install` that select projects and kinds of dependencies.
 * @returns The exit code.
 */
export async function install(flags = []) {
  const progress = new InstallProgress(process.stdout)
  const command = [`pnpm@${pnpmVersion}`, 'install', '--frozen-lockfile', '--reporter=ndjson', ...flags]
  const status = await npx(command, (line) => progress.read(line))
  progress.end(status)
  return status
}

const barWidth = 24

/** Progress of `pnpm install`, from its events: a bar on a terminal, otherwise a line per quarter. */
export class InstallProgress {
  #output
  #resolved = 0
  #imported = 0
  #added = 0
  #bytes = 0
  #shown = ''
  #startedAt = performance.now()

  /** @param output - Stream with `write`, and with `isTTY` if it is a terminal. */
  constructor(output) {
    this.#output = output
  }

  /** Reads an event, one line of JSON. A line that is none is printed as it is. */
  read(line) {
    let event
    try {
      event = JSON.parse(line)
    } catch {
      this.#print(line)
      return
    }
    if (event.level === 'error') this.#print(event.message ?? event.err?.message ?? line)
    else if (event.name === 'pnpm:fetching-progress' && event.status === 'started') this.#bytes += event.size ?? 0
    else if (event.name === 'pnpm:stats') this.#added += event.added ?? 0
    else if (event.name === 'pnpm:progress') this.#count(event.status)
    else if (event.name === 'pnpm:lifecycle' && event.exitCode > 0)
      this.#print(`${event.depPath}: ${event.script} failed`)
  }

  /** Prints the totals. */
  end(status) {
    const seconds = Math.round((performance.now() - this.#startedAt) / 1_000)
    this.#clear()
    if (status === 0 && this.#added > 0)
      this.#output.write(`Installed ${this.#added} packages (${megabytes(this.#bytes)} downloaded) in ${seconds} s\n`)
  }

  #count(status) {
    if (status === 'resolved') this.#resolved += 1
    if (status !== 'imported') return
    this.#imported += 1
    const share = Math.min(1, this.#imported / Math.max(1, this.#resolved))
    const text = `${this.#imported} of ${this.#resolved} packages, ${megabytes(this.#bytes)}`
    if (this.#output.isTTY) {
      const filled = Math.round(share * barWidth)
      this.#draw(`Installing ${'█'.repeat(filled)}${'░'.repeat(barWidth - filled)} ${text}`)
    } else {
      const quarter = `Installing: ${Math.floor(share * 4) * 25} %`
      if (quarter !== this.#shown) this.#output.write(`${quarter} (${text})\n`)
      this.#shown = quarter
    }
  }

  #draw(line) {
    this.#output.write(`\r\u001b[K${line}`)
    this.#shown = line
  }

  #clear() {
    if (this.#output.isTTY && this.#shown !== '') this.#output.write('\r\u001b[K')
    this.#shown = ''
  }

  #print(text) {
    this.#clear()
    this.#output.write(`${text}\n`)
  }
}

const megabytes = (bytes) => `${Math.round(bytes / 1_000_000)} MB`
