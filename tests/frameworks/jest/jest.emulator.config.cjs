// With NODE_OPTIONS=--experimental-vm-modules.
module.exports = { testMatch: ['**/*.spec.mjs'] }
