// Rehearses a release against a registry on this machine: node scripts/release/rehearse.mjs (tests/release/rehearse.ts)
import { installTools } from '../../tests/release/lib/tools.ts'

// A package manager that runs this passes its settings to its children, and each other one would warn of them.
for (const key of Object.keys(process.env)) if (/^npm_(?!config_registry$)/i.test(key)) delete process.env[key]
// Its modules read the versions of the tools, which must be installed by then.
await installTools()
await import('../../tests/release/rehearse.ts')
