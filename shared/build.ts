declare const WATCHSTANDER_VERSION: string | undefined;
declare const WATCHSTANDER_BUILD: string | undefined;
declare const WATCHSTANDER_BUILD_DATE: string | undefined;

/** Set by the bundler; a run from source says so. */
export const version = typeof WATCHSTANDER_VERSION === 'string' ? WATCHSTANDER_VERSION : '0.0.0';
export const build = typeof WATCHSTANDER_BUILD === 'string' ? WATCHSTANDER_BUILD : 'source';
/** `2026-11-22`; of a run from source, nothing. */
export const buildDate = typeof WATCHSTANDER_BUILD_DATE === 'string' ? WATCHSTANDER_BUILD_DATE : '';
