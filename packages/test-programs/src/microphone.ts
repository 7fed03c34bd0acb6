export { type ScriptedMicrophone, scriptMicrophone } from './lib/script-microphone.ts'
