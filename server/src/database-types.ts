/* Replaced by `npm run generate`. */
// eslint-disable-next-line typescript/no-explicit-any
export type DB = Record<string, any>;
