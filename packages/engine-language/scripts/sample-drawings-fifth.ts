// Draws the fifth unseen set of prompts of pictures, whose texts are not copied into this repository:
// eval/unseen/fifth-drawings.json holds the sources, commits, the seed, expectations, own translations and the hash of every
// text, and this script writes the cases.
//   node scripts/sample-drawings-fifth.ts <directory with clones of the sources> <output directory> [--seal]
// It fails when a text differs from its hash; --seal writes the hashes.
import { drawFifthPrompts } from './unseen-sources/fifth-drawings-draws.ts'
import { sampleDrawings } from './unseen-sources/sample-drawings.ts'

sampleDrawings({ name: 'fifth-drawings', earlier: ['third', 'fourth-media'], draw: drawFifthPrompts })
