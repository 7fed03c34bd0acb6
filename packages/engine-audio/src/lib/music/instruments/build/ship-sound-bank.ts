// Puts the instruments that are played, cut out of the sound font, and its license beside the built code: a step of `pnpm build`.
import { copyFile, writeFile } from 'node:fs/promises'
import { cutSoundBank } from '../cut-sound-bank.ts'
import { packedSoundBank, readPackedSoundBank, shippedSoundBank } from '../sound-bank.ts'

const bank = await readPackedSoundBank()
cutSoundBank(bank)
// Built code is flat in `dist`, so this file's folder is the one with the data.
const folder = new URL('./', import.meta.url)
await writeFile(new URL(shippedSoundBank.sounds, folder), new Uint8Array(bank.writeSF2()))
await copyFile(packedSoundBank().license, new URL(shippedSoundBank.license, folder))
