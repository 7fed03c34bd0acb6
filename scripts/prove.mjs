// Runs the proofs of what the documents claim, one after the other, and ends with one table of them:
//
//   npm run prove                     at full length, more than an hour
//   npm run prove -- --quick          short versions; figures of speed are then of cold code, and worse
//   npm run prove -- --only=soak,size some of them
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { formatTable } from '../tests/size/lib/table.ts'
import { proofs } from './proofs/proofs.mjs'

const options = { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } }
const { quick, only } = parseArgs({ options }).values
const chosen = proofs.filter(({ name }) => only === '' || only.split(',').includes(name))
if (chosen.length === 0) throw new Error(`--only takes ${proofs.map(({ name }) => name).join(', ')}`)

const rows = []
for (const proof of chosen) {
  console.log(`\n── ${proof.name} ──`)
  const startedAtMs = Date.now()
  const { status, output } = await run(quick ? (proof.quickCommand ?? proof.command) : proof.command)
  rows.push(...readClaims(proof, output, status))
  console.log(`── ${proof.name}: ${((Date.now() - startedAtMs) / 1_000).toFixed(0)} s ──`)
}

const verdictOf = ({ isMet, isAim }) => {
  if (isMet === undefined) return 'printed'
  if (isMet) return 'met'
  return isAim ? 'missed' : 'MISSED'
}
const cells = rows.map((row) => [row.claim, row.check, row.figure, row.budget ?? '', verdictOf(row)])
const missed = rows.filter(({ isMet, isAim }) => isMet === false && !isAim).length
const missedAims = rows.filter(({ isMet, isAim }) => isMet === false && isAim).length
console.log(`\n${formatTable(['claim', 'held by', 'figure', 'budget', 'verdict'], cells)}`)
if (quick) console.log('\nShort versions: speed is that of cold code on a machine that may be busy.')
console.log(`\n${rows.filter(({ isMet }) => isMet).length} met, ${missed} missed, ${missedAims} aims missed`)
process.exitCode = missed === 0 ? 0 : 1

/** The claims that an output bears out or not; an output that tells nothing bears out none. */
function readClaims({ name, check, read }, output, status) {
  try {
    const claims = read(output, { isQuick: quick }).map((claim) => ({ check, ...claim }))
    // What broke without saying so in its figures, such as a test file that does not load.
    const isBroken = status !== 0 && claims.every(({ isMet }) => isMet !== false)
    if (claims.length > 0 && !isBroken) return claims
  } catch (error) {
    console.log(error)
  }
  return [{ claim: name, check, figure: `exit code ${status}`, isMet: false }]
}

/** Runs a command with its output shown and kept. */
function run([command, ...args]) {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, NO_COLOR: '1' }
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'], env })
    let output = ''
    child.stdout.setEncoding('utf8').on('data', (text) => {
      output += text
      process.stdout.write(text)
    })
    child.on('error', reject)
    child.on('close', (status) => resolve({ status, output }))
  })
}
