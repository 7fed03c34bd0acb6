export { type MiraFixtures, miraFixtures } from './lib/mira-fixtures.ts'
