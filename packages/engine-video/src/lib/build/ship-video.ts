// Copies the video encoder next to the built code. Step of `pnpm build`.
import { encoderData } from '../encode/encoder-data.ts'

encoderData.ship()
