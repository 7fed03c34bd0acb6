import { type ChildProcess, fork } from 'node:child_process'
import { lowerPriority } from './lower-priority.ts'
import type { HostSettings } from './worker-options.ts'
import { workerUrl } from './worker-url.ts'

/**
 * Environment variables that a worker inherits: paths of the system, programs, caches and temporary files. Never keys
 * or settings.
 */
const inheritedVariables = new Set([
  ...['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'TZ', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LD_LIBRARY_PATH', 'XDG_CACHE_HOME'],
  ...['SYSTEMROOT', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
  ...['NODE_COMPILE_CACHE', 'OMP_NUM_THREADS', 'UV_THREADPOOL_SIZE'],
])

/**
 * Fraction of the memory limit that the JavaScript heap may use, so that garbage collection intensifies before the
 * process is killed.
 */
const heapShare = 0.7

/** Spawns a worker process. Its streams are stdout, stderr, the IPC channel and the watchdog pipe. */
export function forkWorker({ name, url, maxMemoryBytes, priority }: HostSettings): ChildProcess {
  const main = workerUrl(import.meta.url, './worker-main.ts', './worker-main.js')
  const child = fork(main, [url.href, String(maxMemoryBytes)], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    env: inheritedEnvironment(),
    // Not the host's arguments: `--inspect` would conflict on the port, and a loader would run a second time.
    execArgv: [
      `--title=mira ${name}`,
      `--max-old-space-size=${Math.ceil((maxMemoryBytes * heapShare) / 2 ** 20)}`,
      ...(url.pathname.endsWith('.ts') ? ['--conditions=@mira/source'] : []),
    ],
    windowsHide: true,
  })
  if (priority === 'background' && child.pid !== undefined) lowerPriority(child.pid)
  return child
}

function inheritedEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env)
  const inherited = entries.filter(([name]) => inheritedVariables.has(name.toUpperCase()))
  // Yarn Plug'n'Play resolves packages through a loader, which this variable configures.
  if (process.versions.pnp !== undefined) inherited.push(['NODE_OPTIONS', process.env.NODE_OPTIONS])
  return Object.fromEntries(inherited) as NodeJS.ProcessEnv
}
