/** What packages/engines/README.md claims, and the tests that hold it; its figures are held by the evaluations. */
export const engines = {
  name: 'engines',
  document: 'packages/engines/README.md',
  folder: 'packages/engines/src/lib',
  claims: [
    [
      'mira-local truly computes, and answers the same request alike',
      'local-chat/local-chat-engine.test.ts: answers',
      'local-chat/local-chat-engine.test.ts: does not compute',
      'local-chat/local-chat-engine.test.ts: recalls',
    ],
    [
      'it says in one sentence when it cannot, in nine languages',
      'local-chat/local-chat-engine.test.ts: says in one sentence',
    ],
    [
      'tools by meaning, arguments by JSON Schema; what is missing is asked for',
      'local-chat/local-chat-engine.test.ts: tools of mira-local',
    ],
    ['json_schema output always conforms', 'local-chat/local-chat-engine.test.ts: JSON of mira-local'],
    ['mira-thinking gives the true trace', 'local-chat/local-chat-engine.test.ts: true trace'],
    [
      'one conformance suite for all chat engines',
      'local-chat/local-chat-engine.conformance.test.ts',
      'gguf/gguf-chat-engine.test.ts',
      'upstream/upstream-chat-engine.test.ts',
    ],
    [
      '1536 numbers keep the cosines of the native 512',
      'local-embeddings/local-embedding-engine.test.ts: keeps every cosine',
    ],
    [
      'texts beyond 128 tokens are read to their end',
      'local-embeddings/local-embedding-engine.test.ts: beyond the 128 tokens',
    ],
    [
      'an upstream’s stream that breaks off is an error; errors never show the key',
      'upstream/upstream-chat-engine.test.ts: rejects a stream',
      'upstream/upstream-chat-engine.test.ts: without the key',
    ],
    [
      'ten voices that differ; speed keeps the pitch',
      'speech/local-speech-engine.test.ts: has voices',
      'speech/local-speech-engine.test.ts: keeps the pitch',
    ],
    [
      'a sentence is made when the one before has been read',
      'speech/local-speech-engine.test.ts: one piece a sentence',
    ],
    [
      'other languages by eSpeak NG where the system has it',
      'speech/espeak/espeak-speech.test.ts',
      'speech/espeak/espeak-voices.test.ts',
    ],
    ['WAV, MP3, FLAC, Opus and Vorbis are read by content', 'audio/audio-decoder.test.ts'],
    [
      'the same sound gives the same words, whatever was heard before',
      'transcription/local-transcription-engine.test.ts: 30 calls in the same words',
    ],
    [
      'numbers in digits, capitals and full stops',
      'transcription/spoken-numbers.test.ts',
      'transcription/restore-text.test.ts',
    ],
    ['live sound is heard as it comes', 'transcription/local-transcription-engine.test.ts: live sound'],
    [
      'pictures: same prompt, size, quality and seed, the same bytes',
      'images/local-image-engine.test.ts: the same bytes',
    ],
    [
      'every picture says what it is, and what was not understood',
      'images/local-image-engine.test.ts: says in the file',
    ],
    ['with a mask every byte outside of it stays', 'images/local-image-engine.test.ts: what the mask marks'],
    ['an edit that is none of these is refused with the list', 'images/local-image-engine.test.ts: refuses an edit'],
    ['music: one request with one seed gives the same bytes', 'music/local-music-engine.test.ts: the same bytes'],
    [
      '1 to 240 s, exact to a sample, −16 LUFS, peaks under −1 dB',
      'music/local-music-engine.test.ts: sounds',
      'music/local-music-engine.test.ts: an MP3 of exactly',
      'music/mix/loudness.test.ts',
    ],
    [
      'genres differ in tempo and brightness; tempo, key and instruments may be named',
      'music/local-music-engine.test.ts: tells genres apart',
      'music/compose/compose.test.ts',
    ],
    [
      'video: H.264 with the index first, the same bytes for one seed',
      'video/encode/clip-encoder.test.ts',
      'video/create-film.test.ts',
    ],
    [
      'a clip begins with the first frame it is given',
      'video/local-video-engine.test.ts: begins with the first frame',
      'video/photo/photo-film.test.ts',
    ],
    ['camera, motion, air and light as the words say', 'video/direction', 'video/scene/direct-sprites.test.ts'],
    [
      'an abort ends the work at once',
      'video/local-video-engine.test.ts: stops at once',
      'music/local-music-engine.test.ts: stops at once',
      'images/local-image-engine.test.ts: stops when aborted',
    ],
    ['vision is empty when nothing fits, and says what it did not understand', 'vision/local-vision-engine.test.ts'],
    [
      'moderation: three in five harmful texts that it was not trained on, few harmless ones',
      'moderation/local-moderation-engine.test.ts: texts',
    ],
    [
      'words in disguise are read',
      'moderation/text/reveal-disguised.test.ts',
      'moderation/local-moderation-engine.test.ts: disguised',
    ],
    ['the weights of moderation fit the seeds', 'moderation/local-moderation-engine.test.ts: trained on the seeds'],
  ],
}
