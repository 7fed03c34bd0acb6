import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Packages of ours; the code of each gets a chunk of its own, so that its size can be told. */
const packages = ['core', 'chat', 'media', 'realtime', 'jobs', 'account']

export default defineConfig({
  plugins: [react()],
  build: {
    sourcemap: true,
    target: 'es2022',
    // Styles and icons as files: the page's policy allows no inline script.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: packages.map((name) => ({ name: `mira-${name}`, test: new RegExp(`/packages/${name}/dist/`) })),
        },
      },
    },
  },
})
