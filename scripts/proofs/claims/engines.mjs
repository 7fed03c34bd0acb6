/**
 * Claims of the engine packages' READMEs, and the tests that verify them; their figures are verified by the
 * evaluations.
 */
export const engines = {
  name: 'engines',
  document: 'packages/engine-*/README.md',
  folder: 'packages',
  claims: [
    [
      'mira-local truly computes, and answers the same request alike',
      'engine-language/src/lib/local-chat/local-chat-engine.test.ts: answers',
      'engine-language/src/lib/local-chat/local-chat-engine.test.ts: does not compute',
      'engine-language/src/lib/local-chat/local-chat-engine.test.ts: recalls',
    ],
    [
      'it says in one sentence when it cannot, in nine languages',
      'engine-language/src/lib/local-chat/local-chat-engine.test.ts: says in one sentence',
    ],
    [
      'tools by meaning, arguments by JSON Schema; what is missing is asked for',
      'engine-language/src/lib/local-chat/local-chat-engine.test.ts: tools of mira-local',
    ],
    [
      'json_schema output always conforms',
      'engine-language/src/lib/local-chat/local-chat-engine.test.ts: JSON of mira-local',
    ],
    ['mira-thinking gives the true trace', 'engine-language/src/lib/local-chat/local-chat-engine.test.ts: true trace'],
    [
      'one conformance suite for all chat engines',
      'engine-language/src/lib/local-chat/local-chat-engine.conformance.test.ts',
      'engine/src/lib/gguf/gguf-chat-engine.test.ts',
      'engine-language/src/lib/local-chat/upstream-chat-engine.test.ts',
    ],
    [
      '1536 numbers keep the cosines of the native 512',
      'engine-language/src/lib/local-embeddings/local-embedding-engine.test.ts: keeps every cosine',
    ],
    [
      'texts beyond 128 tokens are read to their end',
      'engine-language/src/lib/local-embeddings/local-embedding-engine.test.ts: beyond the 128 tokens',
    ],
    [
      'an upstream’s stream that breaks off is an error; errors never show the key',
      'engine-language/src/lib/local-chat/upstream-chat-engine.test.ts: rejects a stream',
      'engine-language/src/lib/local-chat/upstream-chat-engine.test.ts: without the key',
    ],
    [
      'ten voices that differ; speed keeps the pitch',
      'engine-audio/src/lib/speech/local-speech-engine.test.ts: has voices',
      'engine-audio/src/lib/speech/local-speech-engine.test.ts: keeps the pitch',
    ],
    [
      'a sentence is made when the one before has been read',
      'engine-audio/src/lib/speech/local-speech-engine.test.ts: one piece a sentence',
    ],
    [
      'other languages by eSpeak NG where the system has it',
      'engine-audio/src/lib/speech/espeak/espeak-speech.test.ts',
      'engine-audio/src/lib/speech/espeak/espeak-voices.test.ts',
    ],
    ['WAV, MP3, FLAC, Opus and Vorbis are read by content', 'engine-audio/src/lib/audio/audio-decoder.test.ts'],
    [
      'the same sound gives the same words, whatever was heard before',
      'engine-audio/src/lib/transcription/local-transcription-engine.test.ts: 30 calls in the same words',
    ],
    [
      'numbers in digits, capitals and full stops',
      'engine-audio/src/lib/transcription/spoken-numbers.test.ts',
      'engine-audio/src/lib/transcription/restore-text.test.ts',
    ],
    [
      'live sound is heard as it comes',
      'engine-audio/src/lib/transcription/local-transcription-engine.test.ts: live sound',
    ],
    [
      'pictures: same prompt, size, quality and seed, the same bytes',
      'engine-vision/src/lib/images/local-image-engine.test.ts: the same bytes',
    ],
    [
      'every picture says what it is, and what was not understood',
      'engine-vision/src/lib/images/local-image-engine.test.ts: says in the file',
    ],
    [
      'with a mask every byte outside of it stays',
      'engine-vision/src/lib/images/local-image-engine.test.ts: what the mask marks',
    ],
    [
      'an edit that is none of these is refused with the list',
      'engine-vision/src/lib/images/local-image-engine.test.ts: refuses an edit',
    ],
    [
      'music: one request with one seed gives the same bytes',
      'engine-audio/src/lib/music/local-music-engine.test.ts: the same bytes',
    ],
    [
      '1 to 240 s, exact to a sample, −16 LUFS, peaks under −1 dB',
      'engine-audio/src/lib/music/local-music-engine.test.ts: sounds',
      'engine-audio/src/lib/music/local-music-engine.test.ts: an MP3 of exactly',
      'engine-audio/src/lib/music/mix/loudness.test.ts',
    ],
    [
      'genres differ in tempo and brightness; tempo, key and instruments may be named',
      'engine-audio/src/lib/music/local-music-engine.test.ts: tells genres apart',
      'engine-audio/src/lib/music/compose/compose.test.ts',
    ],
    [
      'video: H.264 with the index first, the same bytes for one seed',
      'engine-video/src/lib/encode/clip-encoder.test.ts',
      'engine-video/src/lib/create-film.test.ts',
    ],
    [
      'a clip begins with the first frame it is given',
      'engine-video/src/lib/local-video-engine.test.ts: begins with the first frame',
      'engine-video/src/lib/photo/photo-film.test.ts',
    ],
    [
      'camera, motion, air and light as the words say',
      'engine-video/src/lib/direction',
      'engine-video/src/lib/scene/direct-sprites.test.ts',
    ],
    [
      'an abort ends the work at once',
      'engine-video/src/lib/local-video-engine.test.ts: stops at once',
      'engine-audio/src/lib/music/local-music-engine.test.ts: stops at once',
      'engine-vision/src/lib/images/local-image-engine.test.ts: stops when aborted',
    ],
    [
      'vision is empty when nothing fits, and says what it did not understand',
      'engine-vision/src/lib/vision/local-vision-engine.test.ts',
    ],
    [
      'moderation: three in five harmful texts that it was not trained on, few harmless ones',
      'engine-language/src/lib/moderation/local-moderation-engine.test.ts: texts',
    ],
    [
      'words in disguise are read',
      'engine-language/src/lib/moderation/text/reveal-disguised.test.ts',
      'engine-language/src/lib/moderation/local-moderation-engine.test.ts: disguised',
    ],
    [
      'the weights of moderation fit the seeds',
      'engine-language/src/lib/moderation/local-moderation-engine.test.ts: trained on the seeds',
    ],
  ],
}
