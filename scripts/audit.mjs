// Looks for known weaknesses in what the published packages depend on: node scripts/audit.mjs [--strict]
//
// A registry that has no audit (a mirror, or none at all) cannot tell: then this says so and passes, unless --strict.
import { spawnSync } from 'node:child_process'

const isStrict = process.argv.includes('--strict')
const command = ['--yes', 'pnpm@12.21.0', 'audit', '--prod', '--json']
const { stdout, stderr } = spawnSync('npx', command, { encoding: 'utf8', shell: process.platform === 'win32' })

/** The report, or undefined when there is none. */
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
