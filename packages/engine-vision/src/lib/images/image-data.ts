import { DataFiles } from '@mira/engine/internal'

const font = (path: string) => ({ package: '@expo-google-fonts/nunito', path })

/** Drawings and fonts for composing images. */
export const imageData = /* @__PURE__ */ new DataFiles(import.meta.url, {
  'drawings/noto.json': { package: '@iconify-json/noto', path: 'icons.json', isGzipped: true },
  'fonts/nunito-regular.ttf': font('400Regular/Nunito_400Regular.ttf'),
  'fonts/nunito-extra-bold.ttf': font('800ExtraBold/Nunito_800ExtraBold.ttf'),
  'fonts/license.txt': font('LICENSE_FONT'),
})
