/** Last line of a run, in a form that any CI can read: "N passed, N failed, N skipped". */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const summary = `${results.numPassedTests} passed, ${failed} failed, ${results.numPendingTests} skipped\n`;
    // Jest prints its own summary after every reporter has run.
    process.once('exit', () => process.stdout.write(summary));
  }
};
