/** Own drawings of objects that Noto lacks, in its style: shapes with a light and a dark side. */
export const customDrawings: Readonly<
  Record<string, { readonly body: string; readonly width: number; readonly height: number }>
> = {
  'hot-air-balloon': {
    width: 128,
    height: 168,
    body: '<path fill="#d9342b" d="M64 2C28 2 6 28 6 58c0 34 34 52 46 76h24c12-24 46-42 46-76C122 28 100 2 64 2z"/><path fill="#f7c331" d="M64 2C48 2 34 28 34 58c0 34 14 52 22 76h16c8-24 22-42 22-76C94 28 80 2 64 2z"/><path fill="#f4f1e6" d="M64 2c-7 0-13 26-13 56 0 34 6 52 9 76h8c3-24 9-42 9-76C77 28 71 2 64 2z"/><path fill="#a81f22" opacity=".35" d="M122 58C122 28 100 2 64 2c30 8 42 34 40 58-2 30-26 50-32 74h4c12-24 46-42 46-76z"/><path fill="#fff" opacity=".3" d="M24 30c8-12 18-18 28-20C38 18 30 30 26 46z"/><path stroke="#6d4c2f" stroke-width="2" fill="none" d="M53 134l2 14m20-14l-2 14"/><path fill="#9c6b3c" d="M50 146h28l-3 20H53z"/><path fill="#7b522c" d="M48 144h32v6H48z"/>',
  },
  table: {
    width: 150,
    height: 84,
    body: '<path fill="#6b4423" d="M14 14h10v68H14zm112 0h10v68h-10z"/><path fill="#8a5a31" d="M30 14h8v54h-8zm82 0h8v54h-8z"/><path fill="#b97c46" d="M2 2h146l2 8H0z"/><path fill="#8f5c30" d="M0 10h150v8H0z"/><path fill="#d39a60" opacity=".7" d="M8 3h90l-2 3H7z"/>',
  },
  windmill: {
    width: 128,
    height: 150,
    body: '<path fill="#d8c7ab" d="M46 58h36l12 90H34z"/><path fill="#b39c7b" d="M68 58h14l12 90H74z"/><path fill="#a8402f" d="M42 60l22-26 22 26z"/><path fill="#6b4a2f" d="M54 120h20v28H54z"/><path fill="#5d7d99" d="M57 84h14v14H57z"/><g stroke="#6b4a2f" stroke-width="4"><path d="M64 52L24 8M64 52l40-44M64 52L24 98M64 52l40 46"/></g><g fill="#f1ebdd" stroke="#8d7455" stroke-width="1.5"><path d="M58 40L28 6l-12 11 30 33zM76 46l34-30-11-12-34 30zM52 58L18 90l11 12 34-32zM70 64l30 34 12-11-30-34z"/></g><circle cx="64" cy="52" r="6" fill="#5b3d25"/>',
  },
  bridge: {
    width: 220,
    height: 84,
    body: '<path fill="#9a8f86" d="M0 40q110-48 220 0v44h-22q-6-34-34-34t-34 34h-40q-6-34-34-34T22 84H0z"/><path fill="#b8ada3" d="M0 34q110-48 220 0v10q-110-48-220 0z"/><path stroke="#7d7269" stroke-width="2" fill="none" d="M10 54h16m50-14h20m34-4h18m-70 26h12m60 0h16m40-8h14"/>',
  },
  piano: {
    width: 140,
    height: 110,
    body: '<path fill="#1d1d22" d="M8 6h124v70H8z"/><path fill="#33333b" d="M8 6h124v8H8z"/><path fill="#121216" d="M2 62h136v16H2z"/><path fill="#f8f6f0" d="M8 54h124v12H8z"/><path stroke="#1b1b1f" stroke-width="4" d="M17 54v7m9-7v7m18-7v7m9-7v7m9-7v7m18-7v7m9-7v7m18-7v7m9-7v7m9-7v7"/><path fill="#1d1d22" d="M10 78h10v30H10zm110 0h10v30h-10z"/><path fill="#fff" opacity=".1" d="M14 20h50L40 50H14z"/>',
  },
  lamp: {
    width: 90,
    height: 128,
    body: '<path fill="#fff3b0" opacity=".5" d="M4 52h82l4 20H0z"/><path fill="#f6c445" d="M26 4h38l20 48H6z"/><path fill="#e0a52e" d="M50 4h14l20 48H56z"/><path fill="#8a6b4a" d="M41 52h8v62h-8z"/><path fill="#6d5338" d="M20 112h50q6 4 6 14H14q0-10 6-14z"/>',
  },
  skyscraper: {
    width: 80,
    height: 200,
    body: `<path fill="#5f7ea3" d="M8 24h64v176H8z"/><path fill="#4a658a" d="M44 24h28v176H44z"/><path fill="#7b98ba" d="M24 8h32v16H24z"/><path fill="#9fb3c8" d="M38 0h4v10h-4z"/><g fill="#f6e7a8">${Array.from({ length: 30 }, (_, index) => `<path d="M${15 + (index % 3) * 19} ${34 + Math.floor(index / 3) * 16}h11v9h-11z"/>`).join('')}</g>`,
  },
  moon: {
    width: 128,
    height: 128,
    body: '<circle cx="64" cy="64" r="58" fill="#f6efcf"/><circle cx="44" cy="48" r="12" fill="#ddd3a8"/><circle cx="82" cy="78" r="16" fill="#e0d7b0"/><circle cx="78" cy="36" r="7" fill="#e0d7b0"/><circle cx="46" cy="88" r="8" fill="#ddd3a8"/>',
  },
  fence: {
    width: 200,
    height: 60,
    body: `<path fill="#e9e1d0" d="M0 18h200v7H0zm0 22h200v7H0z"/><g fill="#f8f3e8" stroke="#c9bda4">${Array.from({ length: 8 }, (_, index) => `<path d="M${6 + index * 25} 60V10l8-9 8 9v50z"/>`).join('')}</g>`,
  },
}
