import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/**
 * Runs the tests of the claims, each file only once.
 *
 * @param areas - Areas returned by `readClaims`.
 * @param run - Runs a command.
 * @returns One row per claim.
 */
export async function judgeClaims(areas, run) {
  const claims = areas.flatMap(({ document, claims }) => claims.map((claim) => ({ document, ...claim })))
  const tests = await runTests([...new Set(claims.flatMap(({ paths }) => paths))], run)
  return claims.map(({ document, claim, paths }) => ({
    document,
    claim,
    check: paths.map(shorten).join(', '),
    budget: 'all',
    ...judge(paths, tests),
  }))
}

async function runTests(paths, run) {
  const folder = await mkdtemp(join(tmpdir(), 'mira-prove-'))
  try {
    const report = join(folder, 'vitest.json')
    await run(['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report}`, ...paths])
    // A crashed run has no report; claims then have no tests.
    const { testResults } = JSON.parse(await readFile(report, 'utf8').catch(() => '{"testResults":[]}'))
    return testResults.flatMap(({ name: file, assertionResults }) =>
      assertionResults.map(({ status }) => ({ file: file.slice(resolve('.').length + 1), status })),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Judges a claim by its tests. A path without tests fails the claim; tests that were all skipped prove nothing. */
function judge(paths, tests) {
  const isAt = (path) => (test) => test.file === path || test.file.startsWith(`${path}/`)
  const missing = paths.find((path) => !tests.some(isAt(path)))
  if (missing !== undefined) return { figure: `no tests in ${missing}`, isMet: false }
  const found = tests.filter((test) => paths.some((path) => isAt(path)(test)))
  const count = (status) => found.filter((test) => test.status === status).length
  const [passed, failed] = [count('passed'), count('failed')]
  const skipped = found.length - passed - failed
  return {
    figure: `${passed} of ${found.length} tests${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    ...(passed + failed > 0 ? { isMet: failed === 0 } : { isUntried: true }),
  }
}

const shorten = (path) => path.replace(/^(packages|apps)\/([\w-]+)\/src\/(lib\/)?/, '$2/…/')
