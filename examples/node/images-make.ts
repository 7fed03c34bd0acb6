import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const folder = await mkdtemp(join(tmpdir(), 'mira-'))
process.chdir(folder)

// #region quick
import { createClient } from '@mira/core'
import { media } from '@mira/media'
import { save } from '@mira/media/node'

const mira = createClient().extend(media) // reads MIRA_API_KEY and MIRA_BASE_URL

const { data } = await mira.images.generate({ prompt: 'A lighthouse at dusk', size: '1536x1024' })
for (const [index, image] of data.entries()) {
  const { sizeBytes } = await save(image, `lighthouse-${index}.png`)
  console.log(image.revised_prompt, sizeBytes)
}
// #endregion

process.chdir(tmpdir())
await rm(folder, { recursive: true })
