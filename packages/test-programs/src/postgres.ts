export { findPostgres } from './lib/find-postgres.ts'
export { startPostgres, type TestPostgres } from './lib/start-postgres.ts'
export type { FoundProgram, MissingProgram, TestProgram } from './lib/test-program.ts'
