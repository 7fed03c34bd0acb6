// Packs every published package and checks the tarballs from a user's perspective. `--record` accepts new names and
// declarations.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Verdicts } from '@mira/tests-size/verdicts'
import { compareApi, recordApi } from './checks/api-report.ts'
import { checkConsumer } from './checks/consumer.ts'
import { checkContents } from './checks/contents.ts'
import { checkManifest } from './checks/manifest.ts'
import { compareNames, readRecordedNames, recordNames } from './checks/names.ts'
import { checkPublint } from './checks/publint.ts'
import { checkReleasePlan } from './checks/release-plan.ts'
import { checkTypes } from './checks/types.ts'
import { readExportedNames } from './lib/exported-names.ts'
import { type Packed, pack } from './lib/pack.ts'
import { publishedFolders } from './lib/package.ts'

const verdicts = new Verdicts()
const folder = mkdtempSync(join(tmpdir(), 'mira-pack-'))
try {
  const sound = pack(publishedFolders(), folder).filter(checkForm)
  if (process.argv.includes('--record')) {
    for (const packed of sound) recordApi(packed)
    recordNames(Object.fromEntries(sound.map((packed) => [packed.manifest.name, readExportedNames(packed)])))
  }
  await Promise.all(sound.map(checkPackage))
  await checkConsumer(sound, folder, verdicts)
  verdicts.note('a change releases the packages concerned', checkReleasePlan(folder))
} finally {
  rmSync(folder, { recursive: true })
}
verdicts.report()

/** Checks that the tarball is complete; if the package is not built, the other checks are skipped. */
function checkForm(packed: Packed): boolean {
  const { name } = packed.manifest
  const problems = checkManifest(packed)
  verdicts.note(`${name}: manifest`, problems)
  verdicts.note(`${name}: contents`, checkContents(packed))
  return problems.length === 0
}

async function checkPackage(packed: Packed): Promise<void> {
  const { name } = packed.manifest
  verdicts.note(`${name}: exported names`, compareNames(readRecordedNames()[name], readExportedNames(packed)))
  verdicts.note(`${name}: declarations`, compareApi(packed))
  verdicts.note(`${name}: publint`, await checkPublint(packed))
  verdicts.note(`${name}: types of every entry`, await checkTypes(packed))
  console.log(`${name}@${packed.manifest.version}: ${packed.files.length} files`)
}
