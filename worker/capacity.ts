/**
 * How much a worker does at once. Each needs a connection of the pool's ten (lib/db.ts); the
 * sweep's lock takes one more, and one is left.
 */
export const MAIL_JOBS = 3;
export const SWEPT_MAILS = 2;
export const SWEPT_GPUS = 3;
