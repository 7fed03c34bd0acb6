// Checks the dependencies of the published packages for known vulnerabilities: node scripts/audit.mjs [--strict]
//
// If the registry has no audit endpoint (a mirror, or no registry), prints that and passes, unless --strict.
import { spawnSync } from 'node:child_process'

const isStrict = process.argv.includes('--strict')
const command = ['--yes', 'pnpm@12.21.0', 'audit', '--prod', '--json']
const { stdout, stderr } = spawnSync('npx', command, { encoding: 'utf8', shell: process.platform === 'win32' })

/** Returns the audit report, or undefined if there is none. */
function readReport() {
  try {
    const report = JSON.parse(stdout)
    return report.metadata?.vulnerabilities === undefined ? undefined : report
  } catch {
    return undefined
  }
}

const report = readReport()
if (report === undefined) {
  const [, reason] = /(ERR_[\s\S]*)/.exec(stderr + stdout) ?? [undefined, stderr + stdout]
  const line = reason
    .replaceAll(/[\s│╰─▶×]+/g, ' ')
    .trim()
    .slice(0, 200)
  console.log(`Dependencies were not audited, as the registry has no answer: ${line}`)
  process.exit(isStrict ? 1 : 0)
}

const { low, moderate, high, critical } = report.metadata.vulnerabilities
console.log(`Known weaknesses: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low`)
for (const { severity, module_name: name, title, url } of Object.values(report.advisories ?? {})) {
  console.log(`  ${severity} ${name}: ${title} ${url}`)
}
process.exit(high + critical > 0 ? 1 : 0)
