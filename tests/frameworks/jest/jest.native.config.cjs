// For Node 24.9 and newer, with NODE_OPTIONS=--experimental-vm-modules.
module.exports = { testMatch: ['**/*.test.cjs'] }
