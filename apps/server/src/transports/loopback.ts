/** Whether that address is this machine: of a proxy here, or of a program of its operator. */
export function isLoopback(address: string): boolean {
  return /^(::1$|127\.|::ffff:127\.)/.test(address);
}
