// Draws the sixth unseen set of prompts of pictures, all to be translated into Russian: eval/unseen/sixth-drawings.json holds the
// sources, commits, the seed, expectations, own translations and the hash of every text, and this script writes the cases.
//   node scripts/sample-drawings-sixth.ts <directory with clones of the sources> <output directory> [--seal]
// It fails when a text differs from its hash; --seal writes the hashes.
import { sampleDrawings } from './unseen-sources/sample-drawings.ts'
import { drawSixthPrompts } from './unseen-sources/sixth-drawings-draws.ts'

sampleDrawings({
  name: 'sixth-drawings',
  earlier: ['third', 'fourth-media', 'fifth-drawings'],
  draw: drawSixthPrompts,
})
