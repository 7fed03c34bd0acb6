import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { extract } from 'tar'
import { cachedFolder, cacheFolder } from './cached-folder.ts'
import type { TestProgram } from './test-program.ts'

/** Not `chromium-browser`, which only explains on Ubuntu how to install it, and not the one of snap, which reads no `/tmp`. */
const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Finds Chromium: the one at `CHROMIUM_PATH`, else the system's, else the build of `@sparticuz/chromium` on Linux x64,
 * which is unpacked on the first call and takes some seconds then.
 *
 * @param environment Where `CHROMIUM_PATH` and `MIRA_TEST_PROGRAMS` are read; `packaged` ignores all but the package's.
 */
export async function findChromium(environment: NodeJS.ProcessEnv = process.env): Promise<TestProgram> {
  if (environment.MIRA_TEST_PROGRAMS !== 'packaged') {
    const chosen = environment.CHROMIUM_PATH
    if (chosen !== undefined && !existsSync(chosen)) {
      return { command: undefined, reason: `no browser at ${chosen}, which CHROMIUM_PATH names` }
    }
    const system = chosen ?? systemPaths.find((path) => existsSync(path))
    if (system !== undefined) return { command: system, origin: 'system' }
  }
  if (process.platform === 'linux' && process.arch === 'x64') {
    const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium')
    return { command: join(await unpackPackage(dirname(dirname(entry))), 'chromium'), origin: 'packaged' }
  }
  const platform = `${process.platform}-${process.arch}`
  return { command: undefined, reason: `no packaged Chromium for ${platform}: set CHROMIUM_PATH to a browser` }
}

/** The package's own code unpacks to fixed paths in `/tmp`, where processes that start at once find half a browser. */
function unpackPackage(folder: string): Promise<string> {
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const archive = (name: string) => join(folder, 'bin', name)
  return cachedFolder(`chromium-${version}`, async (copy) => {
    await Promise.all([
      pipeline(
        createReadStream(archive('chromium.br')),
        createBrotliDecompress(),
        createWriteStream(join(copy, 'chromium'), { mode: 0o755 }),
      ),
      // Libraries that a bare system lacks, as NSS; then those that draw WebGL without a graphics card; then Open Sans.
      ...['al2023', 'swiftshader', 'fonts'].map((name) =>
        extract({ file: archive(`${name}.tar.br`), cwd: copy, brotli: true }),
      ),
    ])
    // The one in the package names folders of AWS Lambda.
    await writeFile(join(copy, 'fonts.conf'), createFontSettings())
  })
}

/** The fonts of the package and no others, so that pages look the same on every machine. */
const createFontSettings = () => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir>${join(cacheFolder(), 'font-cache')}</cachedir>
</fontconfig>
`
