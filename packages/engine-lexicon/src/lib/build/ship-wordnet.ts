// Copies WordNet next to the built code. Step of `pnpm build`.
import { wordNetData } from '../wordnet-data.ts'

wordNetData.ship()
