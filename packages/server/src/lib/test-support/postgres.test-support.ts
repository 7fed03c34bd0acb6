import { findPostgres, startPostgres, type TestPostgres } from '@mira/test-programs/postgres'
import { afterAll, it } from 'vitest'

/**
 * Starts a PostgreSQL server for one test file and stops it after the last test.
 *
 * @returns `undefined` on a platform without PostgreSQL; the file then reports one skipped test, with the reason.
 */
export async function usePostgres(): Promise<TestPostgres | undefined> {
  const program = await findPostgres()
  if (program.command === undefined) {
    it.skip(`PostgreSQL (${program.reason})`, () => {})
    return undefined
  }
  const postgres = await startPostgres(program)
  afterAll(() => postgres[Symbol.asyncDispose]())
  return postgres
}
