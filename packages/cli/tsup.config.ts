import { defineConfig } from 'tsup'
import { base } from '../../tsup.base.ts'

// Commander is bundled: it has no dependencies, and `mira` starts with fewer files. Its license is in dist/NOTICE.md.
export default defineConfig({ ...base, entry: ['src/index.ts', 'src/bin.ts'], platform: 'node', metafile: true })
