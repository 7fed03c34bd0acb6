import type { Command } from 'commander'
import type { MusicFlags } from '../actions/run-music.ts'
import type { VideoFlags } from '../actions/run-video.ts'
import { addCommand } from '../add-command.ts'
import { toInteger, toPositive } from '../parse-values.ts'
import { runAction } from '../run-action.ts'

/** Adds `music` and `video`. */
export function addJobCommands(program: Command): void {
  const music = addCommand(program, {
    name: 'music [prompt...]',
    description: 'compose music',
    arguments: { prompt: 'description of the music' },
    examples: ['mira music "Calm piano" --instrumental --seconds 30 -o piano.mp3', 'mira music --job JOB -o piano.mp3'],
  })
    .option('--genre <genre>', 'genre, such as synthwave')
    .option('--mood <mood>', 'mood')
    .option('--style <styles>', 'styles, separated by commas')
    .option('--instrumental', 'no vocals')
    .option('--lyrics <file>', 'file with the text to sing, or - for standard input')
  addJobOptions(music).action(async (words: string[], _, command: Command) => {
    const { runMusic } = await import('../actions/run-music.ts')
    await runAction<MusicFlags>(command, (context, flags) => runMusic(context, flags, words))
  })
  const video = addCommand(program, {
    name: 'video [prompt...]',
    description: 'make a video; Ctrl-C leaves the job running and prints how to resume',
    arguments: { prompt: 'description of the scene and its motion' },
    examples: ['mira video "A paper boat in the rain" -o boat.mp4', 'mira video --job JOB -o boat.mp4'],
  })
    .option('--first-frame <image>', 'image to start with: file, URL or - for standard input')
    .option('--aspect-ratio <ratio>', 'width and height, such as 16:9')
    .option('--resolution <resolution>', '720p or 1080p')
  addJobOptions(video).action(async (words: string[], _, command: Command) => {
    const { runVideo } = await import('../actions/run-video.ts')
    await runAction<VideoFlags>(command, (context, flags) => runVideo(context, flags, words))
  })
}

/** Options of all jobs. */
function addJobOptions(command: Command): Command {
  return command
    .option('--seconds <number>', 'duration', toPositive)
    .option('--seed <number>', 'seed, for the same result again', toInteger)
    .option('-o, --output <file>', 'file to write, or - for standard output; by default named after the prompt')
    .option('--detach', 'print the id of the job, and do not wait for it')
    .option('--job <id>', 'wait for this job instead of starting one')
    .option('--cancel', 'cancel the job of --job')
}
