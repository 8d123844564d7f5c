export { type Config } from './config';
export { type LauncherEnvironment, loadLauncherEnvironment } from './launcher-environment';
export { ConfigError, loadConfig } from './load-config';
