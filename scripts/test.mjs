// Runs every check that a change must pass, stage by stage, and ends with one line of totals.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

const temporary = await mkdtemp(join(tmpdir(), 'mira-test-'))
const report = join(temporary, 'vitest.json')

/** Each stage counts as one check, or as many as it reports. Stages of one group run side by side, since each uses one core. */
const groups = [
  [{ name: 'lint', command: ['biome', 'check', '.'] }],
  [{ name: 'snippets', command: ['node', 'scripts/snippets.mjs'] }],
  [{ name: 'links', command: ['node', 'scripts/links.mjs'] }],
  [{ name: 'types', command: ['tsc', '-p', 'tsconfig.json', '--noEmit'] }],
  [{ name: 'build', command: ['turbo', 'run', 'build', '--output-logs=errors-only'] }],
  [
    {
      name: 'unit, e2e and contract tests',
      command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      // Hundreds of processes start from the same sources; Node then strips and compiles each file only once.
      env: { NODE_COMPILE_CACHE: join(temporary, 'compile-cache') },
      count: countFromReport,
    },
  ],
  [
    { name: 'pack', command: ['node', 'tests/pack/pack.ts'], count: countFromOutput },
    { name: 'runtimes', command: ['node', 'tests/runtimes/runtimes.ts', '--quick'], count: countFromOutput },
    { name: 'size', command: ['node', 'tests/size/size.ts', '--quick'], count: countFromOutput },
  ],
]

const total = { passed: 0, failed: 0 }
/** Names of skipped tests, with their reasons. */
const skipped = []
/** What failed, with the head of its message: a log may keep only its end, so the summary repeats both. */
const failures = []
/** Whether the npm registry has every program that tests need for this platform; elsewhere skipped tests are listed. */
const isCompletePlatform = process.platform === 'linux' && process.arch === 'x64'
const keyPattern = /sk-mira-[0-9a-f]{40}/g
const leakedKeys = new Set()
for (const group of groups) {
  const isAlone = group.length === 1
  await Promise.all(group.map((stage) => runStage(stage, isAlone)))
}
// Every key used by the suite is a canary: none may appear in any output.
console.log(leakedKeys.size === 0 ? '\nNo key in any output.' : `\nKeys were printed: ${[...leakedKeys].join(', ')}`)
total[leakedKeys.size === 0 ? 'passed' : 'failed'] += 1
await rm(temporary, { recursive: true, force: true })

for (const failure of failures) console.log(`failed: ${failure}`)
for (const name of skipped) console.log(`skipped: ${name}`)
if (skipped.length > 0 && isCompletePlatform) {
  console.log(
    `Nothing may be skipped on ${process.platform}-${process.arch}: every program that tests need is installed`,
  )
  total.failed += 1
}

const suffix = skipped.length > 0 ? `, ${skipped.length} skipped` : ''
console.log(`\n${total.passed} passed, ${total.failed} failed${suffix}`)
process.exitCode = total.failed === 0 ? 0 : 1

/** Runs a stage and adds its counts. Output is printed as it comes if the stage runs alone, otherwise at its end. */
async function runStage({ name, command, env, count }, isAlone) {
  const heading = `\n── ${name} ──\n`
  if (isAlone) process.stdout.write(heading)
  const startedAtMs = Date.now()
  const { status, output } = await run(command, { env, prints: isAlone })
  if (!isAlone) process.stdout.write(heading + output)
  for (const [key] of output.matchAll(keyPattern)) leakedKeys.add(`${key.slice(0, 12)}… in ${name}`)
  const counted = await count?.(output).catch(() => undefined)
  total.passed += counted?.passed ?? (status === 0 ? 1 : 0)
  skipped.push(...(counted?.skipped ?? []))
  if (status !== 0) failures.push(...(counted?.failures?.length > 0 ? counted.failures : [`stage ${name}`]))
  // A stage that failed without a count of failed checks still counts as one failure.
  total.failed += status === 0 ? (counted?.failed ?? 0) : Math.max(1, counted?.failed ?? 0)
  console.log(
    `── ${name}: ${status === 0 ? 'passed' : 'FAILED'} in ${((Date.now() - startedAtMs) / 1000).toFixed(1)} s ──`,
  )
}

/** Runs a command and captures its output, which is also printed as it comes if `prints`. */
function run([command, ...args], { env, prints }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env, FORCE_COLOR: '0' },
    })
    let output = ''
    for (const name of ['stdout', 'stderr']) {
      child[name].on('data', (bytes) => {
        output += bytes
        if (prints) process[name].write(bytes)
      })
    }
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, output }))
  })
}

/** Reads the JSON report of vitest. */
async function countFromReport() {
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(await readFile(report, 'utf8'))
  const tests = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(process.cwd(), name)
    // A file that does not load has no tests, only a message.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) {
      return [{ status, title: `${file}${indentHead(message)}` }]
    }
    return assertionResults.map((test) => ({
      status: test.status,
      title: `${test.fullName} (${file})${test.status === 'failed' ? indentHead(test.failureMessages.join('\n')) : ''}`,
    }))
  })
  return {
    passed: numPassedTests,
    failed: numFailedTests,
    failures: tests.filter(({ status }) => status === 'failed').map(({ title }) => title),
    skipped: tests.filter(({ status }) => status !== 'passed' && status !== 'failed').map(({ title }) => title),
  }
}

/** The first lines of a message, each indented on a line of its own: with a property test, its seed and counterexample. */
function indentHead(message) {
  return message
    .split('\n')
    .filter((line) => !/^\s+at .*node_modules/.test(line))
    .slice(0, 15)
    .map((line) => `\n    ${line.slice(0, 300)}`)
    .join('')
}

/** Parses the closing line `N passed, N failed` of a script, and its lines `NAME is not tried: REASON`. */
async function countFromOutput(output) {
  const match = /(\d+) passed, (\d+) failed\s*$/.exec(output)
  if (!match) throw new Error('The stage printed no count')
  const [, passed, failed] = match.map(Number)
  return { passed, failed, skipped: output.match(/^.+ is not tried: .+$/gm) ?? [] }
}
