/** Claims of packages/media/README.md, and the tests that verify them. */
export const media = {
  name: 'media',
  document: 'packages/media/README.md',
  folder: 'packages/media/src/lib',
  claims: [
    ['every operation is bound to a client, and a function', 'media.test.ts'],
    [
      'after a lost reply what bills is not asked for again where it would bill twice',
      'images.test.ts: would bill twice',
      'create-speech.test.ts: would bill twice',
    ],
    [
      'pictures from url or b64_json; a broken download is resumed',
      'images.test.ts: gives the content of',
      'images.test.ts: resumes a picture',
    ],
    [
      'the key goes to the API’s own origin only',
      'images.test.ts: sends the key to no other server',
      'create-speech.test.ts: sends neither key nor headers',
    ],
    ['edits as JSON or as a form', 'images.test.ts: editImages'],
    ['blob, bytes and content are not enumerable', 'images.test.ts: keeps what the server sends'],
    ['the size of a recording costs no memory (300 MB)', 'transcribe.test.ts: 300 MB in constant memory'],
    [
      'JSON, text, SubRip and WebVTT are read into one form',
      'transcribe.test.ts: reads',
      'subtitles.test.ts: parseSubtitles',
    ],
    [
      'subtitles of 84 characters and 7 seconds at most, read back as written',
      'subtitles.test.ts: gather words into lines',
      'subtitles.test.ts: are read back',
    ],
    [
      'speech is there as soon as the server begins',
      'create-speech.test.ts: before it is read',
      'create-speech.test.ts: while it arrives',
    ],
    [
      'speech that breaks off is an error, never a short file',
      'create-speech.test.ts: typed error and billed once',
      'create-speech.test.ts: whole or not at all',
    ],
    ['should an address fail, error.partial has it', 'create-speech.test.ts: tells the address'],
    ['found is false also where the server answers 404 for it', 'locate.test.ts: takes a 404'],
    ['every encoding of boxes is read into one', 'locate.test.ts: readLocateResult'],
    ['scaleBox rounds to the pixels that cover the box, or that it covers', 'scale-box.test.ts'],
    ['whatever JSON the server sends ends in a result or a typed error', 'any-reply.test.ts'],
  ],
}
