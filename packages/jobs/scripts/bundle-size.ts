// Prints what typical programs weigh in a browser bundle: esbuild, minified, `gzip -9`.

import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

const programs: Readonly<Record<string, string>> = {
  'client alone': `import { createClient } from '@mira/core'
    createClient()`,
  'generateMusic and wait': `import { createClient } from '@mira/core'
    import { generateMusic } from '@mira/jobs'
    const job = await generateMusic(createClient({ baseUrl: '/api/mira' }), { prompt: 'Rain' })
    console.log((await job.wait()).url)`,
  'generateVideo and wait': `import { createClient } from '@mira/core'
    import { generateVideo } from '@mira/jobs'
    const job = await generateVideo(createClient({ baseUrl: '/api/mira' }), { prompt: 'Rain' })
    console.log((await job.wait()).url)`,
  'all, by extend(jobs)': `import { createClient } from '@mira/core'
    import { jobs } from '@mira/jobs'
    const song = await createClient({ baseUrl: '/api/mira' }).extend(jobs).music.generate({ prompt: 'Rain' })
    console.log((await song.wait()).url)`,
  verifyWebhook: `import { verifyWebhook } from '@mira/jobs/webhooks'
    console.log(verifyWebhook)`,
}

for (const [name, contents] of Object.entries(programs)) {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    conditions: ['@mira/source'],
  })
  const gzipBytes = gzipSync(outputFiles[0]!.contents, { level: 9 }).length
  console.log(`${(gzipBytes / 1_024).toFixed(2).padStart(6)} KiB  ${name}`)
}
