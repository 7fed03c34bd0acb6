import { createRequire } from 'node:module'
import { makeExecutable } from './cache-program.ts'
import { findSystemProgram } from './find-system-program.ts'
import type { TestProgram } from './test-program.ts'

/**
 * Finds ffmpeg: the system's, otherwise the build of `@ffmpeg-installer/linux-x64` on Linux x64.
 *
 * @param environment - Contains `PATH` and `MIRA_TEST_PROGRAMS`; if the latter is `packaged`, the system is ignored.
 */
export function findFfmpeg(environment: NodeJS.ProcessEnv = process.env): TestProgram {
  const system = findSystemProgram('ffmpeg', environment)
  if (system !== undefined) return { command: system, origin: 'system' }
  try {
    const path = createRequire(import.meta.url).resolve('@ffmpeg-installer/linux-x64/ffmpeg')
    return { command: makeExecutable(path), origin: 'packaged' }
  } catch {
    const reason = `no packaged ffmpeg for ${process.platform} ${process.arch}: install ffmpeg on this machine`
    return { command: undefined, reason }
  }
}
