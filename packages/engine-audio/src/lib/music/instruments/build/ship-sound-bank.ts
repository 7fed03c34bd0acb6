// Build step of `pnpm build`: writes the subset of the sound font that is used, and its license, next to the built
// code.
import { copyFile, writeFile } from 'node:fs/promises'
import { cutSoundBank } from '../cut-sound-bank.ts'
import { packedSoundBank, readPackedSoundBank, shippedSoundBank } from '../sound-bank.ts'

const bank = await readPackedSoundBank()
cutSoundBank(bank)
// Built code is flat in `dist`, so this file's folder is also the data folder.
const folder = new URL('./', import.meta.url)
await writeFile(new URL(shippedSoundBank.sounds, folder), new Uint8Array(bank.writeSF2()))
await copyFile(packedSoundBank().license, new URL(shippedSoundBank.license, folder))
