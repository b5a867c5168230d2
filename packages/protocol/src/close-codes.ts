/** Close codes of the socket beyond RFC 6455's. They stand alone, so that a client gets them without the schemas. */
export const closeCodes = {
  /** The session ended: do not reconnect, sign in again. */
  signedOut: 4001,
  /** Too slow for too long: reconnect and catch up. */
  resync: 4002,
  /** The server stops: reconnect with backoff. */
  stopping: 4003,
  /** A frame broke the protocol. */
  protocol: 4004,
  /** This node hands over to others of its installation: reconnect at once. */
  moved: 4005,
} as const;
