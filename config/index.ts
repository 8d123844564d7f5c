export { cliEnvironment, type CliEnvironment } from './cli';
export { type Config } from './config';
export { loadHostEnvironment, loadLauncherEnvironment } from './launcher-environment';
export { ConfigError, loadConfig } from './load-config';
