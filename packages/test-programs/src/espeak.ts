export { findEspeak } from './lib/find-espeak.ts'
export type { FoundProgram, MissingProgram, TestProgram } from './lib/test-program.ts'
