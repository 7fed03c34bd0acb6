import { join } from 'node:path'
import { createClient } from '@mira/core'
import { fromPath } from '@mira/core/node'
import { media, scaleBox } from '@mira/media'

const mira = createClient().extend(media)
const sign = join(import.meta.dirname, 'files/sign.png') // 640 by 400 pixels

// #region locate
const { found, boxes } = await mira.vision.locate({ image: await fromPath(sign), target: 'the red circle' })
const [box] = boxes
if (found && box) console.log(box.label, scaleBox(box, { width: 640, height: 400 })) // whole pixels

const { cells, grid } = await mira.vision.locate({
  image: await fromPath(sign),
  target: 'the red circle',
  mode: 'grid',
  grid: { rows: 2, cols: 2 },
})
console.log(cells, grid)
// #endregion

// #region missing
const elephant = await mira.vision.locate({ image: await fromPath(sign), target: 'an elephant' })
console.log(elephant.found ? 'an elephant' : 'no elephant') // a missing object is a result, not an error
// #endregion
