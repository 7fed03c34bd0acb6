// Bundles index.js as React Native does for iOS: with its Babel preset, and the conditions and fields of its configuration.
const { writeFileSync } = require('node:fs')
const { getDefaultConfig, mergeConfig } = require('metro-config')
const { runBuild } = require('metro')

const settings = {
  projectRoot: __dirname,
  watchFolders: [__dirname],
  cacheStores: [],
  reporter: { update() {} },
  resolver: {
    resolverMainFields: ['react-native', 'browser', 'main'],
    platforms: ['android', 'ios'],
    unstable_conditionNames: ['react-native'],
  },
  transformer: { babelTransformerPath: require.resolve('@react-native/metro-babel-transformer') },
  serializer: { getPolyfills: () => [] },
}

async function bundle() {
  const config = mergeConfig(await getDefaultConfig(__dirname), settings)
  const { code } = await runBuild(config, { entry: 'index.js', platform: 'ios', dev: false, minify: false })
  writeFileSync('bundle.js', code)
}

bundle().catch((error) => {
  console.error(error)
  process.exitCode = 1
})
