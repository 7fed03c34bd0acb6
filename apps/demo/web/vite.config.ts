import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Folder of a package of ours, whose code gets a chunk of its own so that its size can be told. */
const ownPackage = /\/packages\/(\w+)\/dist\//

export default defineConfig({
  plugins: [react()],
  build: {
    sourcemap: true,
    target: 'es2022',
    // Styles and icons as files: the page's policy allows no inline script and no data but pictures.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: (id) => (ownPackage.test(id) ? `mira-${ownPackage.exec(id)?.[1]}` : null), test: ownPackage },
          ],
        },
      },
    },
  },
})
