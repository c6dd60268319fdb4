/** Announces mails to the worker. */
export async function announceMails(_ids: readonly number[]): Promise<void> {}
