import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

// Development dependencies that the server imports are bundled: the number and size of the files that are loaded dominate its
// start. Licenses of bundled packages are in dist/NOTICE.md.
export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/cli.ts', 'src/bin.ts'],
  platform: 'node',
  metafile: true,
  esbuildOptions(options) {
    options.minifyWhitespace = true
    options.lineLimit = 120
  },
})
