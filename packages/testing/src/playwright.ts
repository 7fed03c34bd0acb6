export { type MiraFixtures, type MiraWorkerFixtures, miraFixtures } from './lib/mira-fixtures.ts'
