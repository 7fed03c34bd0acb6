// The runtime client compiles a program for its requests to the Runtime API, and does them in JavaScript if an environment
// variable says so; it loads the program nevertheless.
const Module = require('node:module')

const resolve = Module._resolveFilename
Module._resolveFilename = (request, ...rest) =>
  resolve(request === './rapid-client.node' ? __filename : request, ...rest)

module.exports = { initializeClient() {} }
