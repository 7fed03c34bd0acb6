import { type Command, Option } from 'commander'
import type { ImageFlags } from '../actions/run-image.ts'
import type { LocateFlags } from '../actions/run-locate.ts'
import type { SpeakFlags } from '../actions/run-speak.ts'
import type { TranscribeFlags } from '../actions/run-transcribe.ts'
import { addCommand } from '../add-command.ts'
import { toCount, toGrid, toInteger, toPositive } from '../parse-values.ts'
import { runAction } from '../run-action.ts'

/** Adds `image`, `speak`, `transcribe` and `locate`. */
export function addMediaCommands(program: Command): void {
  addImageCommand(program)
  addSpeakCommand(program)
  addTranscribeCommand(program)
  addLocateCommand(program)
}

function addImageCommand(program: Command): void {
  addCommand(program, {
    name: 'image [prompt...]',
    description: 'generate or edit images, and print the names of the files',
    arguments: { prompt: 'description of the image, in any language' },
    examples: [
      'mira image "A lighthouse at dusk" -o lighthouse.png',
      'mira image "Make it black and white" --edit cat.png',
    ],
  })
    .option('-o, --output <file>', 'file to write, or - for standard output; by default named after the prompt')
    .option('-e, --edit <image...>', 'images to change or combine, 1 to 4: files, URLs or - for standard input')
    .option('--size <size>', 'size in pixels, such as 1024x1024')
    .option('-n, --count <number>', 'number of images', toCount)
    .addOption(new Option('--quality <quality>', 'effort').choices(['low', 'medium', 'high', 'auto']))
    .option('--seed <number>', 'seed, for the same image again', toInteger)
    .action(async (words: string[], _, command: Command) => {
      const { runImage } = await import('../actions/run-image.ts')
      await runAction<ImageFlags>(command, (context, flags) => runImage(context, flags, words))
    })
}

function addSpeakCommand(program: Command): void {
  addCommand(program, {
    name: 'speak [text...]',
    description: 'turn text into speech',
    arguments: { text: 'text to speak; by default standard input' },
    examples: ['mira speak "Good evening" -o evening.mp3', 'mira speak --format wav < letter.txt | aplay'],
  })
    .option('-o, --output <file>', 'file to write, or - for standard output, the default of a pipe')
    .option('--voice <id>', 'voice, such as aria')
    .addOption(
      new Option('--format <format>', 'audio format; by default that of the file name, then mp3').choices([
        'mp3',
        'opus',
        'aac',
        'flac',
        'wav',
        'pcm',
      ]),
    )
    .option('--speed <factor>', 'speed, 0.25 to 4', toPositive)
    .option('--instructions <text>', 'how to speak')
    .option('--language <code>', 'language of the text, such as ru')
    .action(async (words: string[], _, command: Command) => {
      const { runSpeak } = await import('../actions/run-speak.ts')
      await runAction<SpeakFlags>(command, (context, flags) => runSpeak(context, flags, words))
    })
}

function addTranscribeCommand(program: Command): void {
  addCommand(program, {
    name: 'transcribe [file]',
    description: 'turn speech into text or subtitles',
    arguments: { file: 'recording; by default standard input' },
    examples: ['mira transcribe meeting.mp3', 'mira transcribe film.mp3 -o film.srt'],
  })
    .addOption(
      new Option('--format <format>', 'result; by default that of the file name, then text').choices([
        'text',
        'srt',
        'vtt',
        'json',
      ]),
    )
    .option('-o, --output <file>', 'file to write; by default standard output')
    .option('--language <code>', 'spoken language; by default detected')
    .option('--prompt <text>', 'words and names to expect')
    .action(async (file: string | undefined, _, command: Command) => {
      const { runTranscribe } = await import('../actions/run-transcribe.ts')
      await runAction<TranscribeFlags>(command, (context, flags) => runTranscribe(context, flags, file))
    })
}

function addLocateCommand(program: Command): void {
  addCommand(program, {
    name: 'locate <image> <target...>',
    description: 'find an object in an image; prints x, y, width and height as fractions',
    arguments: { image: 'file, URL or - for standard input', target: 'description of the object' },
    examples: ['mira locate sign.png "the red circle"', 'mira locate sign.png circle --grid 8x6'],
  })
    .option('--grid <size>', 'print the cells of a grid, such as 8x6, by column and row from 0', toGrid)
    .action(async (image: string, target: string[], _, command: Command) => {
      const { runLocate } = await import('../actions/run-locate.ts')
      await runAction<LocateFlags>(command, (context, flags) => runLocate(context, flags, { image, target }))
    })
}
