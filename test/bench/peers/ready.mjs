/** Tells the bench where to find the server, and ends at once when it is told to. */
export function ready(port, scheme = 'http') {
  console.log(`${scheme}://127.0.0.1:${port}`);
  process.on('SIGTERM', () => process.exit(0));
}
