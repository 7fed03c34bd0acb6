import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const roots = ['packages/', 'apps/', 'tests/']

/** Parses a test reference: `file` or `folder` for all tests, `file: part of the full name` for some. */
function readReference(reference, folder) {
  const [path, name = ''] = reference.split(/: (.*)/)
  return { path: roots.some((root) => path.startsWith(root)) ? path : `${folder}/${path}`, name }
}

/**
 * Runs the tests that verify claims, each file only once.
 *
 * @param areas - Claims of one document each: `[claim, ...references to tests]`.
 * @param run - Runs a command.
 * @returns One row per claim.
 */
export async function judgeClaims(areas, run) {
  const claims = areas.flatMap(({ document, folder, claims: list }) =>
    list.map(([claim, ...references]) => {
      return { document, claim, references: references.map((reference) => readReference(reference, folder)) }
    }),
  )
  const paths = new Set(claims.flatMap(({ references }) => references.map(({ path }) => path)))
  const tests = await runTests([...paths], run)
  return claims.map(({ document, claim, references }) => ({
    document,
    claim,
    check: [...new Set(references.map(({ path }) => shorten(path)))].join(', '),
    ...judge(references, tests),
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
      assertionResults.map(({ fullName, status }) => ({ file: file.slice(resolve('.').length + 1), fullName, status })),
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Judges a claim by its tests. A reference that matches no test fails; tests that were all skipped prove nothing. */
function judge(references, tests) {
  const found = references.map(({ path, name }) => ({
    where: name === '' ? path : `${path}: ${name}`,
    tests: tests.filter(({ file, fullName }) => file.startsWith(path) && fullName.includes(name)),
  }))
  const lost = found.find((reference) => reference.tests.length === 0)
  if (lost !== undefined) return { figure: `no test is ${lost.where}`, budget: 'all', isMet: false }
  const all = [...new Set(found.flatMap((reference) => reference.tests))]
  const count = (status) => all.filter((test) => test.status === status).length
  const [passed, failed] = [count('passed'), count('failed')]
  const skipped = all.length - passed - failed
  return {
    figure: `${passed} of ${all.length} tests${skipped > 0 ? `, ${skipped} skipped` : ''}`,
    budget: 'all',
    ...(passed + failed > 0 ? { isMet: failed === 0 } : { isUntried: true }),
  }
}

const shorten = (path) => path.replace(/^(packages|apps)\/([\w-]+)\/src\/(lib\/)?/, '$2/…/')
