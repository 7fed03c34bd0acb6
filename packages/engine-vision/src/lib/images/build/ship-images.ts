// Puts drawings and fonts beside the built code: a step of `pnpm build`.
import { imageData } from '../image-data.ts'

imageData.ship()
