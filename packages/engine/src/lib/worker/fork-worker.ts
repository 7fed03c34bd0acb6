import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import type { HostSettings } from './worker-options.ts'
import { workerUrl } from './worker-url.ts'

/** Variables that a worker inherits: where the system, programs, caches and temporary files are. Never keys or settings. */
const inheritedVariables = new Set([
  ...['PATH', 'HOME', 'TMPDIR', 'TMP', 'TEMP', 'TZ', 'LANG', 'LC_ALL', 'LC_CTYPE', 'LD_LIBRARY_PATH', 'XDG_CACHE_HOME'],
  ...['SYSTEMROOT', 'WINDIR', 'COMSPEC', 'PATHEXT', 'USERPROFILE', 'APPDATA', 'LOCALAPPDATA'],
  ...['NODE_COMPILE_CACHE', 'OMP_NUM_THREADS', 'UV_THREADPOOL_SIZE'],
])

/** Share of the memory limit that the JavaScript heap may fill, so that the collector works hard before the process is killed. */
const heapShare = 0.7

/** Starts the process of a worker. Its streams are stdout, stderr, the IPC channel and the pipe of the watchdog. */
export function forkWorker({ name, url, maxMemoryBytes, priority }: HostSettings): ChildProcess {
  const main = workerUrl(import.meta.url, './worker-main.ts', './worker-main.js')
  const child = fork(main, [url.href, String(maxMemoryBytes)], {
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    env: inheritedEnvironment(),
    // Not the host's own: an `--inspect` would fight for its port, and a loader would run a second time.
    execArgv: [
      `--title=mira ${name}`,
      `--max-old-space-size=${Math.ceil((maxMemoryBytes * heapShare) / 2 ** 20)}`,
      ...(url.pathname.endsWith('.ts') ? ['--conditions=@mira/source'] : []),
    ],
    windowsHide: true,
  })
  // At once: its threads inherit the priority only if they are started after this.
  if (priority === 'background') lowerPriority(child.pid)
  return child
}

function inheritedEnvironment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env)
  return Object.fromEntries(entries.filter(([name]) => inheritedVariables.has(name.toUpperCase()))) as NodeJS.ProcessEnv
}

function lowerPriority(pid: number | undefined): void {
  try {
    if (pid) setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL)
  } catch {
    // Already gone, or not permitted: the work is done all the same.
  }
}
