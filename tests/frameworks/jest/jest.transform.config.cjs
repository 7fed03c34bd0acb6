// For every Node: SWC compiles the packages to CommonJS, as it does the tests.
module.exports = {
  testMatch: ['**/*.test.cjs'],
  transform: { '\\.[cm]?[jt]sx?$': ['@swc/jest', { module: { type: 'commonjs' } }] },
  transformIgnorePatterns: ['/node_modules/(?!@mira/)'],
}
