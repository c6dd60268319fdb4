/**
 * How much a worker does at once. Each needs a connection of the pool's fourteen
 * (lib/db.ts); the sweep's lock and the watch over servers take one more each, and two are left.
 */
export const MAIL_JOBS = 3;
export const REPORT_JOBS = 2;
export const SWEPT_MAILS = 2;
export const SWEPT_GPUS = 3;
