export { type Config } from './config';
export { ConfigError, loadConfig } from './load-config';
