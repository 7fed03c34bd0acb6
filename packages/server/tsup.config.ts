import { defineConfig, type Options } from 'tsup'
import { base } from '../../tsup.base.ts'

type Plugin = NonNullable<Options['esbuildPlugins']>[number]

/** Leaves out Zod's messages in other languages, a quarter of the bundle: the API's errors are in English. */
const englishMessagesOnly: Plugin = {
  name: 'english-messages-only',
  setup(build) {
    build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: `export { default as en } from './en.js'`,
    }))
  },
}

// Development dependencies that the server imports are bundled: the number and size of the files that are loaded dominate its
// start. Licenses of bundled packages are in dist/NOTICE.md.
export default defineConfig({
  ...base,
  entry: ['src/index.ts', 'src/cli.ts', 'src/bin.ts'],
  platform: 'node',
  metafile: true,
  esbuildPlugins: [englishMessagesOnly],
  esbuildOptions(options) {
    options.minifyWhitespace = true
    options.lineLimit = 120
  },
})
