export { batchToken, parseBatchToken } from './callbacks/batch-token';
