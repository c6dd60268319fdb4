// @ts-check
/** Something the person at the terminal can act on: one line, and the log that tells more. */
export class Failure extends Error {
  /**
   * @param {string} message one line
   * @param {string} [logFile] its last lines are shown below the message
   */
  constructor(message, logFile) {
    super(message);
    this.name = "Failure";
    this.logFile = logFile;
  }
}
