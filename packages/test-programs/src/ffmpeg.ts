export { findFfmpeg } from './lib/find-ffmpeg.ts'
export type { FoundProgram, MissingProgram, TestProgram } from './lib/test-program.ts'
