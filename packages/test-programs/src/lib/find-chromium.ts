import { createReadStream, createWriteStream, existsSync, readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createBrotliDecompress } from 'node:zlib'
import { extract } from 'tar'
import { cachedFolder, cacheFolder } from './cached-folder.ts'
import type { TestProgram } from './test-program.ts'

/** Excludes `chromium-browser`, which on Ubuntu only prints how to install it, and snap's, which cannot read `/tmp`. */
const systemPaths = [
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * Finds Chromium: at `CHROMIUM_PATH`, otherwise on the system, otherwise the build of `@sparticuz/chromium` on Linux
 * x64. The first call unpacks that build, which takes a few seconds.
 *
 * @param environment - Contains `CHROMIUM_PATH` and `MIRA_TEST_PROGRAMS`; if the latter is `packaged`, only the
 * package is used.
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

/** Unpacks the browser. The package's code uses fixed paths in `/tmp`, where concurrent processes see partial files. */
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
      // Libraries missing on minimal systems, such as NSS; software rendering of WebGL; the Open Sans font.
      ...['al2023', 'swiftshader', 'fonts'].map((name) =>
        extract({ file: archive(`${name}.tar.br`), cwd: copy, brotli: true }),
      ),
    ])
    // The package's own file refers to directories of AWS Lambda.
    await writeFile(join(copy, 'fonts.conf'), createFontSettings())
  })
}

/** Creates a configuration with only the fonts of the package, so that pages look the same on every machine. */
const createFontSettings = () => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir>${join(cacheFolder(), 'font-cache')}</cachedir>
</fontconfig>
`
