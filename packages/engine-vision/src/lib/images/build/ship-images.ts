// Copies drawings and fonts next to the built code. Step of `pnpm build`.
import { imageData } from '../image-data.ts'

imageData.ship()
