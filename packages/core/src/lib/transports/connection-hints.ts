const speaksHttp = '. Does the server use http instead of https?'
const isUntrusted =
  '. Its certificate is not trusted: set NODE_EXTRA_CA_CERTS to the file of its authority before the program starts'

/** Likely causes by system error code, appended to the message of a failed connection. */
export const connectionHints: Readonly<Record<string, string>> = {
  ECONNREFUSED: '. Is the server running, and the port correct?',
  ENOTFOUND: '. Is the host name correct?',
  EAI_AGAIN: '. Is the host name correct, and the network up?',
  ERR_SSL_WRONG_VERSION_NUMBER: speaksHttp,
  ERR_SSL_PACKET_LENGTH_TOO_LONG: speaksHttp,
  DEPTH_ZERO_SELF_SIGNED_CERT: isUntrusted,
  SELF_SIGNED_CERT_IN_CHAIN: isUntrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: isUntrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: isUntrusted,
  CERT_HAS_EXPIRED: '. Its certificate has expired, or the clock of this machine is wrong',
  ERR_TLS_CERT_ALTNAME_INVALID: '. Is the host name that of its certificate?',
}
