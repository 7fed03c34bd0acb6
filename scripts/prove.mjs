// Verifies the claims of the documents, and prints a table of them: claim, document, check and figure.
//
//   npm run prove                     at full length, more than an hour
//   npm run prove -- --quick          short versions; performance figures are then worse, of cold code
//   npm run prove -- --only=soak,core some of them, by the name of a script or of a section of proofs/claims.md
import { spawn } from 'node:child_process'
import { parseArgs } from 'node:util'
import { formatTable } from '../tests/size/lib/table.ts'
import { judgeClaims } from './proofs/judge-claims.mjs'
import { describeMachine } from './proofs/machine.mjs'
import { proofs } from './proofs/proofs.mjs'
import { readClaims } from './proofs/read-claims.mjs'

const options = { quick: { type: 'boolean', default: false }, only: { type: 'string', default: '' } }
const { quick, only } = parseArgs({ options }).values
const isChosen = ({ name }) => only === '' || only.split(',').includes(name)
const areas = readClaims()
const chosenAreas = areas.filter(isChosen)
const chosenProofs = proofs.filter(isChosen)
if (chosenAreas.length + chosenProofs.length === 0) {
  throw new Error(`--only takes ${[...areas, ...proofs].map(({ name }) => name).join(', ')}`)
}

const machine = await describeMachine()
console.log(machine.text)
const rows = []
if (chosenAreas.length > 0) rows.push(...(await timed('tests', () => judgeClaims(chosenAreas, run))))
for (const proof of chosenProofs) rows.push(...(await timed(proof.name, () => runProof(proof))))
printTable()
const missed = rows.filter(({ isMet, isAim }) => isMet === false && !isAim).length
const missedAims = rows.filter(({ isMet, isAim }) => isMet === false && isAim).length
console.log(`\n${rows.filter(({ isMet }) => isMet).length} met, ${missed} missed, ${missedAims} aims missed`)
process.exitCode = missed === 0 ? 0 : 1

async function timed(name, work) {
  console.log(`\n── ${name} ──`)
  const startedAtMs = Date.now()
  const result = await work()
  console.log(`── ${name}: ${((Date.now() - startedAtMs) / 1_000).toFixed(0)} s ──`)
  return result
}

async function runProof(proof) {
  const { name, document, check } = proof
  if (quick && proof.isLong)
    return [{ claim: name, document, check, figure: 'skipped: takes too long', isUntried: true }]
  const { status, output } = await run(quick ? (proof.quickCommand ?? proof.command) : proof.command)
  return readOutput(proof, output, status)
}

/** Returns the claims in the output of a proof; if it contains none, a single failed claim. */
function readOutput({ name, document, check, read }, output, status) {
  try {
    const claims = read(output, { isQuick: quick, status }).map((claim) => ({ document, check, ...claim }))
    // The command failed without a failed claim, such as a script that threw at its end.
    const isBroken = status !== 0 && claims.every(({ isMet, isAim }) => isMet !== false || isAim)
    if (claims.length > 0 && !isBroken) return claims
  } catch (error) {
    console.log(error)
  }
  return [{ claim: name, document, check, figure: `exit code ${status}`, isMet: false }]
}

function printTable() {
  const header = ['claim', 'document', 'verified by', 'figure', 'budget', 'verdict']
  const cells = rows.map((row) => [row.claim, row.document, row.check, row.figure, row.budget ?? '', verdictOf(row)])
  console.log(`\n${machine.text}\n\n${formatTable(header, cells)}`)
  if (quick) console.log('\nShort versions: performance figures are of cold code.')
}

function verdictOf({ isMet, isAim, isUntried }) {
  if (isUntried) return 'skipped'
  if (isMet === undefined) return 'printed'
  if (isMet) return 'met'
  return isAim ? 'missed' : 'MISSED'
}

/** Runs a command, and both prints and captures its output. */
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
